import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { IntegrateError, UsageError } from "../../src/errors.ts";
import { POLICY } from "../../src/output/policy.ts";
import { built } from "../built.ts";
import { wholeIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { compressor, encodingFor } from "./compress.ts";

const PORT = 8321;

/** `gpu-integrate serve`: the built page on a port of this machine, until it is stopped. */
export async function runServe(args: Arguments): Promise<void> {
  const folder = fileURLToPath(built("../web"));
  if (!existsSync(folder)) throw new IntegrateError("usage", "the page is not built yet: run npm run build");
  const host = args.text("host") ?? "127.0.0.1";
  if (!host) throw new UsageError("host", host, "an address or a name of this machine, as in 127.0.0.1");
  const wanted = wholeIn(args, "port", 0, 65_535) ?? PORT;
  const server = createServer(pageIn(folder));
  const port = await listen(server, host, wanted);
  // Connections that cannot be accepted, as when there are too many, are lost; the server goes on.
  server.on("error", () => {});
  if (wanted && port !== wanted && !args.flag("quiet")) {
    process.stderr.write(`gpu-integrate: port ${wanted} is taken; using another\n`);
  }
  const name = host.includes(":") ? `[${host}]` : host;
  process.stdout.write(`http://${name}:${port}/\n`);
  if (!args.flag("quiet")) process.stderr.write("gpu-integrate: serving the page; Ctrl-C stops it\n");
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html;charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".txt": "text/plain;charset=utf-8",
};

/**
 * Answers with the files of this folder and nothing else. Files are small: each is looked at for every request, so that
 * a page rebuilt meanwhile is seen, and sent whole: HTTP lets a server ignore ranges.
 */
function pageIn(folder: string) {
  const compressed = compressor();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", url = "", headers } = request;
    const answer = (status: number, body: string | Buffer, type = "text/plain") => {
      response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(body) });
      response.end(method === "HEAD" ? undefined : body);
    };
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (method !== "GET" && method !== "HEAD") {
      response.setHeader("Allow", "GET, HEAD");
      return answer(405, "only GET and HEAD\n");
    }
    try {
      const file = await fileAt(folder, url);
      if (file === undefined) return answer(404, "not found\n");
      const type = TYPES[extname(file)];
      const isText = /^text|svg/.test(type ?? "");
      const encoding = isText ? encodingFor(String(headers["accept-encoding"] ?? "")) : undefined;
      const path = join(folder, file);
      const body = await (encoding ? compressed(path, encoding) : readFile(path));
      if (isText) response.setHeader("Vary", "Accept-Encoding");
      if (encoding) response.setHeader("Content-Encoding", encoding);
      // The worker, a script, has no policy: it compiles the integrand.
      if (type?.startsWith("text/html"))
        response.setHeader("Content-Security-Policy", `${POLICY}; frame-ancestors 'none'`);
      answer(200, body, type);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "EISDIR") return answer(404, "not found\n");
      answer(500, `the file cannot be read: ${code}\n`);
    }
  };
}

const HEADERS = {
  "Cache-Control": "no-cache",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** The file that a request's target names; undefined if none. No name is made from the target: it is looked up. */
async function fileAt(folder: string, target: string): Promise<string | undefined> {
  const [path = ""] = target.split(/[?#]/);
  const files = await readdir(folder, { recursive: true });
  const wanted = decoded(path).slice(1) || "index.html";
  return [wanted, `${wanted}.html`].flatMap(
    (name) => files.find((file) => file.replaceAll("\\", "/") === name) ?? [],
  )[0];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Listens, on any free port if the wanted one is taken, and returns the port. Throws `usage` for a foreign address. */
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
      throw new UsageError("port", wanted, "ports below 1024 need more rights; use one from 1024 on");
    if (code !== "EADDRINUSE") {
      const known = code && ["EADDRNOTAVAIL", "ENOTFOUND"].includes(code);
      const why = known ? "not an address of this machine" : `cannot listen on this address: ${code}`;
      throw new UsageError("host", host, why);
    }
    await attempt(0);
  }
  return (server.address() as AddressInfo).port;
}
