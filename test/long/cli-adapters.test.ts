import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { unpacked } from "../../node/devices/unpack.ts";
import type { Result } from "../../src/run/result.ts";
import { cli, useCli } from "../cli.ts";

const run = useCli();
const { adapters: listed } = JSON.parse((await run(["adapters", "--json"])).out);

const ICD = "vk_swiftshader_icd.json";

describe("adapters", () => {
  it("are listed, software called software", async () => {
    expect(listed.length).toBeGreaterThan(0);
    for (const { arithmetic } of listed)
      expect(arithmetic).toMatchObject({ guardsHold: true, productsHold: true });
    const { out, err } = await cli(["adapters"]);
    for (const { name, software } of listed) {
      expect(out).toContain(`${name}\n  ${software ? "software adapter" : "hardware"}`);
    }
    expect(err).toBe("");
  });

  it("can be chosen by part of a name, in any case of letters", async () => {
    const [{ name }] = listed;
    const { out } = await run(["-n", "10", "--adapter", name.slice(0, 5).toUpperCase(), "--json"]);
    expect((JSON.parse(out) as Result).adapter?.name).toBe(name);
  });

  it("of another name are exit 1, with the names there are", async () => {
    const [{ name }] = listed;
    const { code, err } = await cli(["-n", "10", "--adapter", "Voodoo"]);
    expect(code).toBe(1);
    expect(err).toContain("Voodoo");
    expect(err).toContain(name);
  });
});

describe("doctor", () => {
  it("shows the machine on one page", async () => {
    const { code, out, err } = await cli(["doctor"]);
    expect([code, err]).toEqual([0, ""]);
    for (const name of ["node", "cpu", "webgpu", "drivers", "adapters", "browsers", "advice"]) {
      expect(out).toMatch(new RegExp(`^${name} +\\S`, "m"));
    }
    expect(out).toMatch(/guarded sums are exact, guarded products are exact; built-in sine is off by \d/);
    const found = JSON.parse((await run(["doctor", "--json"])).out);
    expect(found.node).toBe(process.versions.node);
    expect(found.adapters[0]).toMatchObject({ error: null, arithmetic: { guardsHold: true } });
  });

  it("tells a driver that is broken from one that is missing, and from one without hardware", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gpu-integrate-test-"));
    const write = (name: string, text: string) => writeFile(join(folder, name), text);
    await write("garbage.json", "{ not json");
    await write("gone.json", '{"file_format_version": "1.0.0", "ICD": {"library_path": "./none.so"}}');
    await write("empty.json", '{"file_format_version": "1.0.0", "ICD": {"library_path": "libc.so.6"}}');
    const names = ["absent.json", "garbage.json", "gone.json", "empty.json"];
    const manifests = names.map((name) => join(folder, name)).join(":");
    const { drivers, advice } = JSON.parse(
      (await cli(["doctor", "--json"], { VK_DRIVER_FILES: manifests })).out,
    );
    expect(drivers.map(({ state }: { state: string }) => state)).toEqual([
      "missing: there is no such file",
      "broken: it is not a driver manifest",
      "broken: its library ./none.so does not exist",
      expect.stringContaining("no adapter"),
    ]);
    expect(advice.join()).toMatch(/for a software adapter install Chromium.*; -b threads needs none/);
    await rm(folder, { recursive: true });
  });
});

describe("without any adapter", () => {
  // Drivers that the user names are all there are.
  const none = { VK_DRIVER_FILES: "/nonexistent/icd.json" };

  it("-b auto takes simd and says so", async () => {
    const { code, out, err } = await cli(["-n", "100"], none);
    expect(code).toBe(0);
    expect(out).toContain("simd f64");
    expect(err).toContain("gpu-integrate: using CPU threads: there is no WebGPU adapter");
    expect(err).toContain("VK_DRIVER_FILES=/nonexistent/icd.json has none: unset it");
  });

  it("-b gpu is exit 1 and says what to install", async () => {
    const { code, out, err } = await cli(["-n", "100", "-b", "gpu"], none);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^gpu-integrate: there is no WebGPU adapter \(VK_DRIVER_FILES=.*-b threads\)\n$/);
  });
});

describe("in a worker thread", () => {
  /** What a program prints that integrates in a worker thread only, after this code, and with this option for the worker. */
  function inWorker(before: string, option = ""): string {
    const library = new URL("../../dist/node/library.js", import.meta.url);
    const work = `${before}
      const { integrate } = await import(${JSON.stringify(library)});
      const show = ({ message, adapter }) => console.log(message ?? adapter.name);
      await integrate({ f: "x*y", n: 50, backend: "gpu" }).then(show, show);`;
    const program = `import { SHARE_ENV, Worker } from "node:worker_threads";
      const script = new URL("data:text/javascript," + encodeURIComponent(${JSON.stringify(work)}));
      new Worker(script, { ${option} });`;
    return execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  }
  const withoutKoffi = `import { register } from "node:module";
    register("data:text/javascript," + encodeURIComponent(\`export async function resolve(name, context, next) {
      if (name === "koffi") throw new Error("not installed");
      return next(name, context);
    }\`));`;

  it("alone has the adapters of the main thread", async () => {
    const [{ name }] = listed;
    expect(inWorker("")).toBe(`${name}\n`);
    expect(inWorker(withoutKoffi, "env: SHARE_ENV")).toBe(`${name}\n`);
  });

  it("has no software adapter without koffi, and says what to do", async (context) => {
    const { source, software } = listed[0];
    if (!software || !/chromium|chrome/i.test(source)) context.skip("the system has a driver of its own");
    expect(inWorker(withoutKoffi)).toBe(
      "there is no WebGPU adapter (in a worker thread a software adapter needs the npm package koffi, or " +
        "new Worker(file, { env: SHARE_ENV }))\n",
    );
  });
});

describe("drivers of the system", () => {
  it("that are broken are passed over in silence for one that works", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gpu-integrate-test-"));
    const good = await unpacked("swiftshader", ["swiftshader.tar.br"]);
    await writeFile(join(folder, "garbage.json"), "{ not json");
    await writeFile(
      join(folder, "gone.json"),
      '{"file_format_version": "1.0.0", "ICD": {"library_path": "/none.so"}}',
    );
    const manifests = [join(folder, "garbage.json"), join(folder, "gone.json"), join(good as string, ICD)];
    const { code, out, err } = await cli(["-n", "50", "-b", "gpu"], { VK_DRIVER_FILES: manifests.join(":") });
    expect(code).toBe(0);
    expect(out).toContain("gpu f32 on ");
    expect(err).toMatch(/^gpu-integrate: using [^\n]* from VK_DRIVER_FILES; [^\n]*\n$/);
    await rm(folder, { recursive: true });
  });
});

describe("the software adapter's cache", () => {
  it("is mended when a file of it is cut short", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gpu-integrate-test-"));
    const start = () => cli(["-n", "50", "--software", "--no-estimate", "-q"], { XDG_CACHE_HOME: folder });
    expect((await start()).code).toBe(0);
    const [made] = await readdir(join(folder, "gpu-integrate"));
    await truncate(join(folder, "gpu-integrate", made as string, "libvk_swiftshader.so"), 1000);
    expect(await start()).toMatchObject({ code: 0, err: "" });
    await rm(folder, { recursive: true });
  });

  it("may be nowhere: then it lasts as long as the process", async () => {
    const { code, err } = await cli(["-n", "50", "--software", "--no-estimate", "-q"], {
      XDG_CACHE_HOME: "/dev/null",
    });
    expect([code, err]).toEqual([0, ""]);
  });

  // A folder in which nothing can be made, a file, and folders that refuse.
  it.each(["/proc", "/dev/null", "/sys", "/proc/self/none"])("may have %s for a home", async (HOME) => {
    const { code, err } = await cli(["-n", "50", "--software", "--no-estimate", "-q"], {
      HOME,
      XDG_CACHE_HOME: "",
    });
    expect([code, err]).toEqual([0, ""]);
  });

  it("is made once by two starts at the same time", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gpu-integrate-test-"));
    const runs = await Promise.all(
      [1, 2].map(() => cli(["-n", "50", "--software", "--no-estimate", "-q"], { XDG_CACHE_HOME: folder })),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(await readdir(join(folder, "gpu-integrate"))).toHaveLength(1);
    await rm(folder, { recursive: true });
  });
});
