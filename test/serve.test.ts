import { type ChildProcess, spawn } from "node:child_process";
import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { cli } from "./cli.ts";

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill();
});

/** Starts `serve` and resolves to what it printed on both streams, once it has an address. */
function serve(...options: string[]): Promise<{ address: string; err: () => string; child: ChildProcess }> {
  const cwd = new URL("..", import.meta.url);
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

/** The status of a path as it is written: fetch would tidy it up. */
function statusOf(address: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
}

describe("serve", () => {
  it("has the page with its policy, and its worker without one", async () => {
    const { address } = await serve("--port", "0");
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await fetch(address);
    const html = await page.text();
    expect(html).toContain("<title>gpu-integrate</title>");
    expect(page.headers.get("content-security-policy")).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    const [, script = ""] = /src="\.\/(assets\/[^"]+\.js)"/.exec(html) ?? [];
    const code = await (await fetch(`${address}${script}`)).text();
    const [worker = ""] = /worker-[\w-]+\.js/.exec(code) ?? [];
    const file = await fetch(`${address}assets/${worker}`);
    expect([file.status, file.headers.get("content-type")]).toEqual([200, "text/javascript"]);
    expect(file.headers.get("content-security-policy")).toBeNull();
  });

  it("has no path outside the page", async () => {
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

  it("takes another port where its own is taken, and says so", async () => {
    const first = await serve("--port", "0");
    const { port } = new URL(first.address);
    const second = await serve("--port", port);
    expect(new URL(second.address).port).not.toBe(port);
    expect((await fetch(second.address)).status).toBe(200);
    expect(second.err()).toContain(`port ${port} is taken`);
  });

  it("ends at once with the signal", async () => {
    const { child } = await serve("--port", "0");
    const end = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
    child.kill("SIGINT");
    expect(await end).toBe("SIGINT");
  });

  it.each([
    [["-n", "5"], "-n 5: serve takes --port and --host"],
    [["--port", "70000"], "--port 70000: a whole number from 0 to 65,535"],
    [["--host", "192.0.2.1"], "--host 192.0.2.1: it cannot be listened on: EADDRNOTAVAIL"],
  ])("%j is exit 2", async (args, message) => {
    const { code, err } = await cli(["serve", ...args]);
    expect([code, err]).toEqual([2, expect.stringContaining(`gpu-integrate: ${message}`)]);
  });
});
