/** Command-line options and the page's query parameters for them. */
const QUERY: Readonly<Record<string, string>> = {
  "-f": "f",
  "-x": "x",
  "-y": "y",
  "-z": "z",
  "-n": "n",
  "--tol": "tol",
  "--rule": "rule",
  "-b": "backends",
  "-p": "precision",
  "-t": "threads",
  "--exact": "exact",
};

/** Options that name something in their value, and what their query parameters begin with. */
const NAMING: Readonly<Record<string, string>> = { "-v": "v.", "--param": "param." };

/** The page's address for a command; null if the page lacks one of its options. */
export function queryOf(command: string): string | null {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  const [node, program, ...options] = words.filter((word) => word !== "-q");
  if (node !== "node" || program !== "gpu-integrate" || options.length % 2) return null;
  const query = new URLSearchParams();
  for (let k = 0; k < options.length; k += 2) {
    const [option, value] = options.slice(k, k + 2) as [string, string];
    // The page draws by itself.
    if (option === "--plot") continue;
    const [, named, text] = (NAMING[option] && /^(\w+)=(.*)$/.exec(value)) || [];
    const name = named ? `${NAMING[option]}${named}` : QUERY[option];
    if (!name) return null;
    query.set(name, text ?? value);
  }
  query.set("run", "1");
  return `./?${query}`;
}
