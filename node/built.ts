/** The URL of a built program: workers and child processes cannot start from TypeScript. */
export function built(name: string): URL {
  const fromSource = import.meta.url.endsWith(".ts");
  return new URL(fromSource ? `../dist/node/${name}` : `./${name}`, import.meta.url);
}
