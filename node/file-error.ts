/** Why a file cannot be used, without the call and the name that failed, which may be another file's, such as the lock's. */
export function whyNot(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "no such file or folder";
  if (code === "EISDIR") return "it is a folder";
  const [why = ""] = message.split(", ");
  return code ? why.replace(`${code}: `, "") : why;
}
