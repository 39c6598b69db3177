import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, type TestContext } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import type { Result } from "../../src/run/result.ts";
import { cloneInto, root, runIn, usePackage, whyNoRegistry } from "../packed.ts";
import { cosineSum } from "../truth.ts";

const unreachable = await whyNoRegistry();

describe.skipIf(unreachable)(`the package${unreachable ? `: ${unreachable}` : ""}`, () => {
  const { folder, user, installed, tarball } = usePackage();

  it("holds what users need and nothing else", () => {
    const wanted = [
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|gpu-integrate\.js)$/,
      /^dist\/node\/[\w-]+\.js$/,
      /^dist\/browser\/(library|worker)\.js$/,
      /^dist\/web\/assets\/[\w-]+\.(js|css)$/,
      // The math font and its licence.
      /^dist\/web\/assets\/(page-math-[\w-]+\.woff2|OFL\.txt)$/,
      /^dist\/web\/[\w-]+\.(html|css|svg|png)$/,
      /^dist\/types\/(node\/library|web\/worker|src\/(errors|identity|[\w-]+\/(language\/)?(accuracy|api|claim|domain|family|grid|options|problem|result|tree|variables)))\.d\.ts$/,
    ];
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name).slice(installed.length + 1));
    expect(files.filter((file) => !wanted.some((one) => one.test(file)))).toEqual([]);
    for (const one of wanted) expect(files.filter((file) => one.test(file)).length).toBeGreaterThan(0);
    const text = (file: string) => readFileSync(join(installed, file), "utf8");
    expect(files.filter((file) => text(file).includes(folder))).toEqual([]);
  });

  it("is as large as the library's document says", async () => {
    const text = readFileSync(join(root, "docs/library.md"), "utf8");
    const [, packed, unpacked] = /([\d.]+) MB packed, ([\d.]+) MB unpacked/.exec(text) ?? [];
    const [, library, worker] = /(\d+) and (\d+) kB in gzip/.exec(text) ?? [];
    const size = (file: string) => statSync(file).size;
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    const all = files.reduce((sum, file) => sum + size(join(installed, file)), 0);
    const gzipped = (name: string) => gzipSync(readFileSync(join(installed, "dist/browser", name))).length;
    for (const [bytes, told, unit] of [
      [size(tarball), packed, 1e6],
      [all, unpacked, 1e6],
      [gzipped("library.js"), library, 1e3],
      [gzipped("worker.js"), worker, 1e3],
    ] as const) {
      expect(Math.abs(bytes / unit / Number(told) - 1)).toBeLessThan(0.2);
    }
  });

  it("has the documents that the README leads to, as pages beside the page", () => {
    const readme = readFileSync(join(installed, "README.md"), "utf8");
    const links = [...readme.matchAll(/\]\((?!https?:|#)(?:docs\/)?([^)#]+)/g)];
    const pages = links.map(([, name]) => name?.replace(/\.md$/, ".html"));
    expect(pages.length).toBeGreaterThan(0);
    expect(readdirSync(join(installed, "dist/web"))).toEqual(expect.arrayContaining(pages));
  });

  it("has nothing that publint or attw finds wrong", async () => {
    const lint = await runIn(root, "node_modules/.bin/publint", [tarball, "--strict"]);
    expect([lint.code, lint.out]).toEqual([0, expect.stringContaining("All good!")]);
    const types = await runIn(root, "node_modules/.bin/attw", [tarball, "--format", "json"]);
    const { entrypoints } = JSON.parse(types.out).analysis;
    expect([types.code, Object.keys(entrypoints)]).toEqual([0, Object.keys(packageJson.exports)]);
  });

  it.each(["dev", "optional"])(
    "after npm ci --omit=%s is not made, and the clone says what is missing",
    async (kind) => {
      const clone = cloneInto(join(folder, kind));
      const ci = await runIn(clone, "npm", ["ci", `--omit=${kind}`, "--prefer-offline"]);
      expect([ci.code, ci.out]).toEqual([0, expect.stringContaining("not built")]);
      const started = await runIn(clone, process.execPath, ["gpu-integrate"]);
      expect([started.code, started.err]).toEqual([
        1,
        expect.stringContaining("run npm ci, with dev and opt"),
      ]);
      // A package without a program would be worse than none.
      expect(await runIn(clone, "npm", ["pack"])).toMatchObject({ code: 1 });
      rmSync(clone, { recursive: true });
    },
  );

  describe("as a command", () => {
    const npx = (args: readonly string[], env = {}) =>
      runIn(user, "npx", ["--no-install", "gpu-integrate", ...args], env);
    /** Hides the system's drivers, in so far as it can be done. */
    const hidden = Object.fromEntries(
      ["CONFIG_HOME", "CONFIG_DIRS", "DATA_HOME", "DATA_DIRS"].map((name) => [`XDG_${name}`, "/nonexistent"]),
    );
    async function skipUnlessBare(context: TestContext) {
      const { adapters } = JSON.parse((await npx(["doctor", "--json"], hidden)).out);
      if (adapters.length) context.skip("an adapter of this machine cannot be hidden");
    }

    it("integrates on threads", async () => {
      const { code, out } = await npx(["-f", "cos(x+y)", "-n", "500", "-b", "threads", "--json"]);
      const result: Result = JSON.parse(out);
      expect([code, result.version]).toEqual([0, packageJson.version]);
      expect(Math.abs(result.integral - cosineSum(500))).toBeLessThan(1e-13);
    });

    it("says what to install where there is no adapter, and takes the CPU by itself", async (context) => {
      await skipUnlessBare(context);
      const gpu = await npx(["-n", "500", "-b", "gpu"], hidden);
      expect([gpu.code, gpu.out]).toEqual([1, ""]);
      const advice =
        /there is no WebGPU adapter \(gpu-integrate doctor says what to install; -b threads needs none\)\n/;
      expect(gpu.err).toMatch(advice);
      const auto = await npx(["-n", "500"], hidden);
      expect([auto.code, auto.out]).toEqual([0, expect.stringContaining("simd f64")]);
      expect(auto.err).toMatch(advice);
      expect((await npx(["doctor"], hidden)).out).toContain("npm's @sparticuz/chromium");
    });

    // Versions differ in where their entry lies.
    it.for(["147.0.0", "999.0.0"])("has an adapter from @sparticuz/chromium %s", async (version, context) => {
      await skipUnlessBare(context);
      const ours = join(root, "node_modules/@sparticuz/chromium");
      const theirs = join(user, "node_modules/@sparticuz/chromium");
      mkdirSync(dirname(theirs), { recursive: true });
      if (version === "147.0.0") symlinkSync(ours, theirs);
      else {
        mkdirSync(join(theirs, "node_modules"), { recursive: true });
        writeFileSync(join(theirs, "package.json"), `{ "version": "${version}", "exports": {} }`);
        symlinkSync(join(ours, "bin"), join(theirs, "bin"));
        symlinkSync(join(root, "node_modules/tar-fs"), join(theirs, "node_modules/tar-fs"));
      }
      const cache = join(folder, "cache");
      const { code, out, err } = await npx(["-n", "500", "-b", "gpu"], { ...hidden, XDG_CACHE_HOME: cache });
      rmSync(dirname(theirs), { recursive: true });
      expect([code, out]).toEqual([0, expect.stringContaining("gpu f32 on ")]);
      expect(err).toContain("software adapter from npm package @sparticuz/chromium");
      expect(readdirSync(join(cache, "gpu-integrate"))).toContain(`swiftshader-${version}`);
    });

    it("serves its page, started from any folder", async () => {
      const program = join(user, "node_modules/.bin/gpu-integrate");
      const server = spawn(program, ["serve", "--port", "0"], { cwd: tmpdir() });
      const address = await new Promise((resolve) => server.stdout.once("data", resolve));
      const page = await fetch(String(address).trim());
      server.kill();
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("<h1")]);
    });
  });
});
