import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { IntegrateError, UsageError } from "../../src/errors.ts";
import { POLICY } from "../../web/policy.ts";
import { built } from "../built.ts";
import { type Arguments, count } from "../options/parse.ts";

const PORT = 8321;
const TAKES = ["port", "host", "quiet", "no-color"];

/** `gpu-integrate serve`: the built page on a port of this machine, until it is stopped. */
export async function runServe(args: Arguments): Promise<void> {
  const other = args.given.find((name) => !TAKES.includes(name));
  if (other) throw new UsageError(other, args.text(other), "serve takes --port and --host");
  const folder = fileURLToPath(built("../web"));
  if (!existsSync(folder)) throw new IntegrateError("usage", "the page is not built yet: run npm run build");
  const host = args.text("host") ?? "127.0.0.1";
  const wanted = count(args, "port", 0, 65_535) ?? PORT;
  const server = createServer(pageIn(folder));
  const port = await listen(server, host, wanted);
  if (wanted && port !== wanted && !args.flag("quiet")) {
    process.stderr.write(`gpu-integrate: port ${wanted} is taken, so it is another\n`);
  }
  const name = host.includes(":") ? `[${host}]` : host;
  process.stdout.write(`http://${name}:${port}/\n`);
  if (!args.flag("quiet")) process.stderr.write("gpu-integrate: serving the page; Ctrl-C stops it\n");
}

/** Answers with files of this folder and nothing else. */
function pageIn(folder: string) {
  const files = sirv(folder, {
    dotfiles: false,
    setHeaders(response, path) {
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Referrer-Policy", "no-referrer");
      // The worker, a script, has none: it compiles the integrand.
      if (/(\/|\.html)$/.test(path))
        response.setHeader("Content-Security-Policy", `${POLICY}; frame-ancestors 'none'`);
    },
  });
  return (request: Parameters<typeof files>[0], response: Parameters<typeof files>[1]) =>
    files(request, response, () => {
      response.statusCode = 404;
      response.end("not found\n");
    });
}

/** The port that it got: the wanted one, or any where that is taken. Throws `usage` for an address that is not here. */
async function listen(server: Server, host: string, wanted: number): Promise<number> {
  const attempt = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
  try {
    await attempt(wanted);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES")
      throw new UsageError("port", wanted, "this port needs more rights: one from 1024 on does not");
    if (code !== "EADDRINUSE") throw new UsageError("host", host, `it cannot be listened on: ${code}`);
    await attempt(0);
  }
  return (server.address() as AddressInfo).port;
}
