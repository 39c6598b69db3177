import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBrowser } from "../browser.ts";
import { bundle } from "../bundle.ts";
import { blocksOf } from "../docs/commands.ts";
import { runIn, whyNoRegistry } from "../packed.ts";

const root = new URL("../..", import.meta.url).pathname;
const text = readFileSync(join(root, "docs/library.md"), "utf8");
const examples = blocksOf(text).filter(({ language }) => /^jsx?$/.test(language));
const of = (kind: string) =>
  examples.filter(({ about }) => about === kind).map(({ lines }) => lines.join("\n"));

/** What an example says that it shows, by the comments behind its lines. */
const promisedBy = (code: string) => [...code.matchAll(/; \/\/ (.*)$/gm)].map(([, comment]) => comment);

/** A project that has the package among its modules. */
const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-library-"));
mkdirSync(join(folder, "node_modules"));
symlinkSync(root, join(folder, "node_modules/gpu-integrate"));
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
afterAll(() => rmSync(folder, { recursive: true }));

describe("the library's examples in Node", () => {
  it.each(of("node"))("print what they say: %#", (code) => {
    writeFileSync(join(folder, "example.js"), code);
    // Objects in one line, as the comments have them.
    const wide = [
      "--import",
      "data:text/javascript,import util from 'node:util';util.inspect.defaultOptions.breakLength=1e9",
    ];
    const out = execFileSync(process.execPath, [...wide, "example.js"], {
      cwd: folder,
      encoding: "utf8",
      timeout: 60_000,
    });
    expect(out.trimEnd().split("\n")).toEqual(promisedBy(code));
  });

  it("are some, and every name that the package exports is told of", async () => {
    expect(of("node").length).toBeGreaterThan(3);
    const names = Object.keys(await import(join(root, "dist/node/library.js")));
    const types = readFileSync(join(root, "dist/types/node/library.d.ts"), "utf8");
    const typed = [...types.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = ""]) =>
      list.split(",").map((name) => name.replace("type ", "").trim()),
    );
    expect(names).toContain("integrate");
    for (const name of [...names, ...typed]) expect(text).toContain(name);
  });
});

describe("the library's example in a browser", () => {
  const [code = ""] = of("browser");
  beforeAll(() => bundle(folder, code));
  const browser = useBrowser({ folder: join(folder, "dist") });

  it("shows what it says", async () => {
    const page = await browser.open("", "done");
    expect([await page.$eval("body", (body) => body.textContent)]).toEqual(promisedBy(code));
    await page.close();
  });
});

const unreachable = await whyNoRegistry();

describe.skipIf(unreachable)(
  `the library's example with React${unreachable ? `: ${unreachable}` : ""}`,
  () => {
    const project = mkdtempSync(join(tmpdir(), "gpu-integrate-react-"));
    afterAll(() => rmSync(project, { recursive: true }));
    const [code = ""] = of("react");
    beforeAll(async () => {
      writeFileSync(join(project, "package.json"), '{ "type": "module" }');
      expect(await runIn(project, "npm", ["install", "react@19", "react-dom@19"])).toMatchObject({ code: 0 });
      symlinkSync(root, join(project, "node_modules/gpu-integrate"));
      await bundle(project, code);
    });
    const browser = useBrowser({ folder: join(project, "dist") });

    it("shows an integral, and another one where the formula is edited", async () => {
      const page = await browser.open("", "done");
      const answers = (value: number) =>
        page.waitForFunction(
          (known) =>
            Math.abs(Number.parseFloat(document.querySelector("output")?.textContent ?? "") - known) < 1e-8,
          {},
          value,
        );
      await answers(Math.PI / 8);
      await page.focus("input");
      await page.keyboard.press("End");
      await page.keyboard.type("*2");
      await answers(Math.PI / 4);
      await page.close();
    });
  },
);

describe("examples/page.html", () => {
  const site = mkdtempSync(join(tmpdir(), "gpu-integrate-example-"));
  afterAll(() => rmSync(site, { recursive: true }));
  const html = readFileSync(join(root, "examples/page.html"), "utf8");
  writeFileSync(join(site, "index.html"), html.replace("<html", '<html data-state="open"'));
  cpSync(join(root, "dist/browser"), join(site, "dist/browser"), { recursive: true });
  const browser = useBrowser({ folder: site });

  it("integrates from the published files, and again for another formula", async () => {
    const page = await browser.open("", "open");
    const answers = async (value: number) => {
      const isClose = (known: number) =>
        Math.abs(Number.parseFloat(document.querySelector("#answer")?.textContent ?? "") - known) <
        1e-8 * known;
      await page.waitForFunction(isClose, {}, value);
    };
    await answers(Math.PI / 8);
    await page.$eval("#formula", (field) => {
      (field as HTMLInputElement).value = "exp(-2*x^2-2*y^2)";
      field.dispatchEvent(new Event("input"));
    });
    await answers(Math.PI / 16);
    await page.close();
  });
});
