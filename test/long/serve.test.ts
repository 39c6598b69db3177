import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { cli } from "../cli.ts";

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});

/** Starts `serve`, and resolves to its output on both streams once it has printed an address. */
function serve(...options: string[]) {
  return serveIn(root, ...options);
}

const root = fileURLToPath(new URL("../..", import.meta.url));

function serveIn(
  cwd: string,
  ...options: string[]
): Promise<{ address: string; err: () => string; child: ChildProcess }> {
  const child = spawn(process.execPath, ["gpu-integrate", "serve", ...options], { cwd });
  running.push(child);
  let err = "";
  child.stderr.on("data", (data) => {
    err += data;
  });
  return new Promise((resolve, reject) => {
    child.stdout.once("data", (data) => resolve({ address: String(data).trim(), err: () => err, child }));
    child.once("exit", () => reject(new Error(err)));
  });
}

/** The status of a path, sent verbatim: fetch would normalize it. */
function statusOf(address: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
}

/** An answer as it comes over the wire: fetch would decompress it. */
function wire(
  address: string,
  path: string,
  accepted?: string,
  method = "GET",
): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  const headers = accepted === undefined ? {} : { "accept-encoding": accepted };
  return new Promise((resolve, reject) => {
    request(new URL(path, address), { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
    })
      .on("error", reject)
      .end();
  });
}

/** The server's answer to these bytes, until it closes the connection or is silent for a while. */
function rawAnswer(address: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(300, () => socket.destroy());
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}

/** A copy of the built program with a page that tests may change. */
function copyOfBuild(): string {
  const folder = join(tmpdir(), `gpu-integrate-serve-${randomUUID()}`);
  mkdirSync(folder);
  for (const name of ["dist", "gpu-integrate.js", "package.json"])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

describe("serve", () => {
  it("serves the page with its policy, and its worker without one", async () => {
    const { address } = await serve("--port", "0");
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await fetch(address);
    const html = await page.text();
    expect(html).toContain("<title>gpu-integrate</title>");
    expect(page.headers.get("content-security-policy")).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    const worker = readdirSync(join(root, "dist/web/assets")).find((name) => /^worker-.*\.js$/.test(name));
    const file = await fetch(`${address}assets/${worker}`);
    expect([file.status, file.headers.get("content-type")]).toEqual([200, "text/javascript"]);
    expect(file.headers.get("content-security-policy")).toBeNull();
  });

  it("serves no path outside the page", async () => {
    const { address } = await serve("--port", "0");
    const paths = [
      "/../package.json",
      "/..%2f..%2fpackage.json",
      "/%2e%2e/%2e%2e/package.json",
      "//etc/passwd",
      "/assets/",
      "/.git/config",
      "/none",
    ];
    for (const path of paths) expect([path, await statusOf(address, path)]).toEqual([path, 404]);
  });

  it("answers GET and HEAD only, alike but for the body", async () => {
    const { address } = await serve("--port", "0");
    for (const accepted of ["identity", "gzip", "br"]) {
      const page = await wire(address, "", accepted);
      const head = await wire(address, "", accepted, "HEAD");
      expect([accepted, head.body.length]).toEqual([accepted, 0]);
      const { date: _, ...same } = page.headers;
      expect(head.headers).toMatchObject(same);
      expect(page.headers["content-length"]).toBe(String(page.body.length));
    }
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const { status, headers } = await fetch(address, { method });
      expect([method, status, headers.get("allow")]).toEqual([method, 405, "GET, HEAD"]);
    }
    expect(await rawAnswer(address, "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n")).toMatch(/^HTTP\/1.1 405 /);
  });

  it("sends the policy with every page, under any name", async () => {
    const { address } = await serve("--port", "0");
    for (const path of [
      "",
      "index.html",
      "index",
      "README",
      "README.html?n=5",
      "index.html#x",
      "%69ndex.html",
    ]) {
      const { status, headers } = await fetch(`${address}${path}`);
      const [type, policy] = [headers.get("content-type"), headers.get("content-security-policy")];
      expect([path, status, type]).toEqual([path, 200, "text/html;charset=utf-8"]);
      expect(policy).toContain("frame-ancestors 'none'");
    }
  });

  it.each([
    ["br", "br"],
    ["gzip", "gzip"],
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, br;q=0.5", "gzip"],
    ["br;q=0, gzip;q=0.1", "gzip"],
    ["BR ; Q=1", "br"],
    ["*", "br"],
    ["*;q=0.5, br;q=0", "gzip"],
    ["identity;q=0.5, gzip;q=0.8", "gzip"],
    [undefined, undefined],
    ["", undefined],
    ["identity", undefined],
    ["gzip;q=0", undefined],
    ["gzip;q=0.000, br;q=0", undefined],
    ["*;q=0", undefined],
    ["deflate", undefined],
    ["identity, gzip;q=0.5", undefined],
    [";;,=", undefined],
  ])("sends text to a client that accepts %j as %s", async (accepted, encoding) => {
    const { address } = await serve("--port", "0");
    const plain = readFileSync(join(root, "dist/web/guide.html"));
    const { headers, body } = await wire(address, "guide.html", accepted);
    expect(headers["content-encoding"]).toBe(encoding);
    expect(headers.vary).toBe("Accept-Encoding");
    expect(headers["content-length"]).toBe(String(body.length));
    const read = encoding === "br" ? brotliDecompressSync : encoding === "gzip" ? gunzipSync : Buffer.from;
    expect(read(body).equals(plain)).toBe(true);
    if (encoding) expect(body.length).toBeLessThan(plain.length / 2);
  });

  it("sends fonts and pictures, which are compressed already, as they are", async () => {
    const { address } = await serve("--port", "0");
    const font = readdirSync(join(root, "dist/web/assets")).find((name) => name.endsWith(".woff2"));
    for (const [path, type] of [
      [`assets/${font}`, "font/woff2"],
      ["page.png", "image/png"],
    ] as const) {
      const { headers, body } = await wire(address, path, "br, gzip");
      expect([headers["content-type"], headers["content-encoding"], headers.vary]).toEqual([
        type,
        undefined,
        undefined,
      ]);
      expect(body.equals(readFileSync(join(root, "dist/web", path)))).toBe(true);
    }
  });

  it("refuses to be framed by any site, in whatever form it answers", async () => {
    const { address } = await serve("--port", "0");
    for (const path of ["", "?embed=1&f=x*y&x=0,1&y=0,1", "guide.html"]) {
      for (const accepted of [undefined, "gzip", "br"]) {
        const { headers } = await wire(address, path, accepted);
        expect(headers["content-security-policy"]).toMatch(/; frame-ancestors 'none'$/);
      }
    }
  });

  it("answers a range request with the whole file, as HTTP allows", async () => {
    const { address } = await serve("--port", "0");
    const whole = await (await fetch(address)).text();
    for (const range of [
      "bytes=5-2",
      "bytes=-500",
      "bytes=0-0",
      "bytes=0-99999999",
      "bytes=x-y",
      "lines=1-2",
    ]) {
      const answer = await fetch(address, { headers: { range } });
      expect([range, answer.status, (await answer.text()) === whole]).toEqual([range, 200, true]);
    }
  });

  it("survives anything that a client sends", async () => {
    const { address, child } = await serve("--port", "0");
    const requests = [
      "",
      "\r\n\r\n",
      "GET\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "\u0016\u0003\u0001\u0002\u0000\u0001",
      "GET / HTTP/1.1\r\nHost",
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(100_000)}\r\n\r\n`,
      `GET /${"x".repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
      "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nExpect: cake\r\n\r\n",
      ...["*", "http://x/", "/%00", "/%zz", "/%", "/..", "/../..", "//", "/\\..\\x", "/a?%zz", "/\u00ff"].map(
        (target) => `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`,
      ),
    ];
    for (const bytes of requests) {
      expect(await rawAnswer(address, bytes)).not.toMatch(/^HTTP\/1.1 5/);
      expect([bytes.slice(0, 40), child.exitCode]).toEqual([bytes.slice(0, 40), null]);
    }
    expect((await fetch(address)).status).toBe(200);
  });

  it("keeps running while its files are replaced, and serves the new ones", async () => {
    const folder = copyOfBuild();
    const { address, child } = await serveIn(folder, "--port", "0");
    const web = join(folder, "dist/web");
    rmSync(join(web, "README.html"));
    expect((await fetch(`${address}README.html`)).status).toBe(404);
    renameSync(web, `${web}.old`);
    expect((await fetch(address)).status).toBe(404);
    mkdirSync(web);
    for (const text of ["new", "newer"]) {
      writeFileSync(join(web, "index.html"), text);
      for (const accepted of [undefined, "gzip", "gzip"]) {
        const { body } = await wire(address, "", accepted);
        expect(String(accepted ? gunzipSync(body) : body)).toBe(text);
      }
    }
    expect(child.exitCode).toBeNull();
    rmSync(folder, { recursive: true });
  });

  it("takes another port if its default is in use, and says so", async () => {
    const first = await serve("--port", "0");
    const { port } = new URL(first.address);
    const second = await serve("--port", port);
    expect(new URL(second.address).port).not.toBe(port);
    expect((await fetch(second.address)).status).toBe(200);
    expect(second.err()).toContain(`port ${port} is taken`);
  });

  it("exits at once on a signal", async () => {
    const { child } = await serve("--port", "0");
    const end = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
    child.kill("SIGINT");
    expect(await end).toBe("SIGINT");
  });

  it.each([
    [["-n", "5"], "-n 5: not an option of serve"],
    [["--port", "70000"], "--port 70000: must be a whole number from 0 to 65,535"],
    [["--host", "192.0.2.1"], "--host 192.0.2.1: not an address of this machine"],
    [["--host", ""], '--host "": an address or a name of this machine, as in 127.0.0.1'],
  ])("%j exits with 2", async (args, message) => {
    const { code, err } = await cli(["serve", ...args]);
    expect([code, err]).toEqual([2, expect.stringContaining(`gpu-integrate: ${message}`)]);
  });
});
