import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Result } from "../../src/run/result.ts";
import { useBrowser } from "../browser.ts";
import { BOTH_BACKENDS, bundle } from "../bundle.ts";
import { root, runIn, usePackage, whyNoRegistry } from "../packed.ts";
import { cosineSum } from "../truth.ts";

const unreachable = await whyNoRegistry();

describe.skipIf(unreachable)(`the package as a library${unreachable ? `: ${unreachable}` : ""}`, () => {
  const { user, installed, write } = usePackage();
  const withTool = (tool: string, args: readonly string[]) =>
    runIn(user, process.execPath, [join(root, "node_modules", tool), ...args]);

  it.each([
    ["import", 'import { integrate } from "gpu-integrate";'],
    ["require", 'const { integrate } = require("gpu-integrate");'],
  ])("integrates in Node by %s", async (way, line) => {
    const name = way === "import" ? "user.js" : "user.cjs";
    write(
      name,
      `${line} integrate({ f: "cos(x+y)", n: 500, backend: "threads" }).then((result) => console.log(JSON.stringify(result)));`,
    );
    const { code, out, err } = await runIn(user, process.execPath, [name]);
    expect([code, err]).toEqual([0, ""]);
    expect(Math.abs((JSON.parse(out) as Result).integral - cosineSum(500))).toBeLessThan(1e-13);
  });

  // Every .d.ts is checked, too, and no types are there but those of the platform.
  it.each([
    ["nodenext", "nodenext", "es2022,dom", ""],
    ["bundler", "esnext", "es2022,dom", ""],
    ["nodenext", "nodenext", "es2023", "node"],
  ])(
    "is typed, under module resolution %s, module %s, lib %s, types %s",
    async (resolution, module, lib, types) => {
      write(
        "user.ts",
        `import { integrate, IntegrateError, UsageError, type ErrorCode, type Options, type Result } from "gpu-integrate";
      import "gpu-integrate/worker";
      const options: Options = { f: "x*y", x: [0, 1], y: "0,1", workerUrl: new URL("file:///worker.js") };
      const result: Result = await integrate({ ...options, n: 100, signal: new AbortController().signal });
      await integrate({ f: "r", variables: { r: [0, "cos(t)"], t: ["-inf", "inf"] }, rule: "gauss16" });
      export const limits: string[] = result.problem.variables.map(({ name, from, to }) => \`\${name}=\${from},\${to}\`);
      // @ts-expect-error there is no such rule
      await integrate({ f: "x", x: "0,1", rule: "gauss17" });
      export const kernel: number | null = result.seconds.kernel;
      export const codeOf = (error: unknown): ErrorCode | null => error instanceof IntegrateError ? error.code : null;
      export const wrong = (error: UsageError): string => error.argument;
      // @ts-expect-error f is a text
      await integrate({ f: 3 });
      // @ts-expect-error there is no such code
      export const code: ErrorCode = "cuda";`,
      );
      const { code, out } = await withTool("typescript/bin/tsc", [
        ...[
          "--noEmit",
          "--strict",
          "--exactOptionalPropertyTypes",
          "--skipLibCheck",
          "false",
          "--target",
          "es2022",
        ],
        ...["--module", module, "--moduleResolution", resolution, "--lib", lib],
        ...["--types", types, "--typeRoots", join(root, "node_modules/@types"), "user.ts"],
      ]);
      expect([code, out]).toEqual([0, ""]);
    },
  );

  it("exports the same in a browser as in Node, where its types are from", () => {
    const [node, browser] = ["node", "browser"].map((one) => {
      const code = readFileSync(join(installed, "dist", one, "library.js"), "utf8");
      const [, names = ""] = /export ?\{([^}]*)\};?\s*$/.exec(code) ?? [];
      return names
        .split(",")
        .map((name) => name.trim().split(" as ").at(-1))
        .sort();
    });
    expect(browser).toEqual(node);
    expect(node).toEqual(["IntegrateError", "UsageError", "integrate", "integrateFamily", "openSession"]);
  });

  describe("in a bundle of Vite's", () => {
    const assets = join(user, "dist/assets");
    beforeAll(() => bundle(user, BOTH_BACKENDS));
    const browser = useBrowser({ folder: join(user, "dist") });

    it("integrates on the GPU and on workers", async () => {
      const page = await browser.open("", "done");
      const results: Result[] = JSON.parse(await page.$eval("body", (body) => body.textContent ?? ""));
      expect(results.map(({ backend }) => backend)).toEqual(["gpu", "threads", "simd"]);
      for (const { integral } of results) expect(integral).toBeCloseTo(cosineSum(300), 6);
      await page.close();
    });

    it("has nothing of Node's in it", () => {
      const files = readdirSync(assets).filter((file) => file.endsWith(".js"));
      expect(files.length).toBeGreaterThan(1);
      const code = files.map((file) => readFileSync(join(assets, file), "utf8"));
      for (const one of code) expect(one).not.toMatch(/["'`]node:|\bprocess\.|createRequire/);
    });
  });
});
