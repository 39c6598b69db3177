import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import fc from "fast-check";
import type { Page } from "puppeteer";
import { describe, expect, it } from "vitest";
import { wholeIn } from "../../node/options/arguments.ts";
import { parseOptions } from "../../node/options/parse.ts";
import { accuracyIn, problemIn } from "../../node/options/problem.ts";
import { prepareAccuracy } from "../../src/problem/accuracy.ts";
import type { RuleName } from "../../src/problem/grid.ts";
import { prepare } from "../../src/problem/problem.ts";
import type { FamilyResult, Result } from "../../src/run/result.ts";
import { type Query, readQuery, START, USUAL_BACKENDS, usualSide, writeQuery } from "../../web/form/query.ts";
import { commandOf } from "../../web/take/command.ts";
import { embedOf } from "../../web/take/embed.ts";
import { useBrowser } from "../browser.ts";
import { keepFiles, kept, problem, results } from "../page.ts";

const root = new URL("../..", import.meta.url);

/** What the program reads of a command that a shell takes apart. */
async function read(command: string) {
  const script = `node() { shift; printf '%s\\0' "$@"; }; ${command}`;
  const { stdout } = await promisify(execFile)("sh", ["-c", script], { cwd: root });
  const args = parseOptions(stdout.split("\0").slice(0, -1));
  const { command: name, text } = args;
  return {
    args,
    command: name,
    f: text("integrand"),
    limits: [text("x"), text("y"), ...args.texts("variable")],
    parameters: args.texts("param"),
    rule: text("rule"),
    n: wholeIn(args, "n", 1, 1_000_000),
    tol: text("tol"),
    backend: text("backend"),
    precision: text("precision"),
    threads: wholeIn(args, "threads", 1, 256),
    exact: text("exact"),
  };
}

/** What a shell prints for a command. */
async function shell(command: string) {
  const { stdout } = await promisify(execFile)("sh", ["-c", command], { cwd: root, maxBuffer: 2 ** 24 });
  return JSON.parse(stdout);
}

/** A text below the fold, once it is there. */
async function taken(page: Page, id: string): Promise<string> {
  await page.$eval("#take", (one) => one.scrollIntoView());
  return page
    .waitForSelector(`#${id}`)
    .then((one) => one?.evaluate((code) => code.textContent) ?? "") as Promise<string>;
}

it("the command carries any text through a shell", async () => {
  const f = `it's "$HOME" \`date\` $(id) \\ !x & y; * ~ #`;
  const variables = [
    { name: "x", from: "'0'", to: "$x" },
    { name: "y", from: "`y`", to: "1" },
    { name: "t'", from: "$t", to: "*" },
  ];
  const query = { ...START, f, variables, n: "1", threads: "1", exact: '"$1"', backends: "threads" };
  expect(await read(commandOf(query))).toMatchObject({
    f,
    limits: ["'0',$x", "`y`,1", "t'=$t,*"],
    exact: '"$1"',
  });
  const family = { ...query, parameters: [{ name: "a'", values: "$(id):`1`:3" }] };
  expect((await read(commandOf(family))).parameters).toEqual(["a'=$(id):`1`:3"]);
});

it("the snippet is one element, whose address is the integral's", () => {
  const f = `x < y && y > "0" ? '1' : 2`;
  const address = `https://host.example/a/?${new URLSearchParams({ f })}&x=0,1`;
  const snippet = embedOf(address, { f, variables: [{ name: "x", from: "0", to: "1" }] });
  const [, src = ""] = /^<iframe src="([^"<>]*)" title="[^"<>]*" [^<>]*><\/iframe>$/.exec(snippet) ?? [];
  const { origin, searchParams } = new URL(src.replaceAll("&amp;", "&"));
  expect([origin, searchParams.get("embed"), searchParams.get("f"), searchParams.get("x")]).toEqual([
    "https://host.example",
    "1",
    f,
    "0,1",
  ]);
});

/** Texts for one to three variables, whose limits may depend on those before them, and for families. */
const queries: fc.Arbitrary<Query> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom("x", "y", "z", "t", "theta", "r_1", "X2", "f", "n", "rule"), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.constantFrom("grid", "accuracy"),
    fc.subarray(["a", "b_2"]),
  )
  .chain(([names, method, parameters]) => {
    const limit = (k: number) =>
      fc.oneof(
        fc.constantFrom("0", "-1", "pi/2", "min(1,2)", "-sqrt(2)", "1e-3"),
        ...(k
          ? [
              fc
                .constantFrom("1+#^2", "-sqrt(1+#^2)", "max(#,-#,2)")
                .map((one) => one.replaceAll("#", names[k - 1] as string)),
            ]
          : []),
      );
    const usual = fc.constant(USUAL_BACKENDS[method]);
    const chosen = fc.subarray(["gpu", "threads", "serial"], { minLength: 1 }).map((all) => all.join(","));
    const grid = method === "grid";
    return fc.record({
      f: fc
        .constantFrom("#", "sin(#)^2 + 1", "# < 1 && !(#==0.5) ? 1 : 0", "-#")
        .map((one) => [one.replaceAll("#", names[0] as string), ...parameters].join("+")),
      variables: fc.tuple(
        ...names.map((name, k) =>
          fc.record({ name: fc.constant(name), from: limit(k), to: fc.oneof(limit(k), fc.constant("inf")) }),
        ),
      ),
      parameters: fc.tuple(
        ...parameters.map((name) =>
          fc.record({
            name: fc.constant(name),
            values: fc.constantFrom("0:1:3", "log:1:100:3", "1,2,-pi", "-1:1:2"),
          }),
        ),
      ),
      method: fc.constant(method),
      // In an address stands what the method needs.
      tol: grid ? fc.constant(START.tol) : fc.constantFrom("1e-4", "0.001", "1e-10"),
      n: grid ? fc.integer({ min: 1, max: 2000 }).map(String) : fc.constant(usualSide(names.length)),
      rule: grid ? fc.constantFrom("midpoint", "gauss2", "gauss16") : fc.constant(START.rule),
      precision: grid
        ? fc.constantFrom("auto", "f32", "fast", "df64")
        : fc.constantFrom("auto", "f32", "df64"),
      backends: fc.oneof(usual, chosen),
      threads: fc.integer({ min: 1, max: 256 }).map(String),
      exact: fc.constantFrom("", "pi", "-4"),
    }) as fc.Arbitrary<Query>;
  });

describe("any problem", () => {
  // Nothing here needs a GPU, and pages open sooner without.
  const browser = useBrowser({ flags: [] });

  it("is the same after a link", () => {
    const same = fc.property(queries, (query) => {
      expect(readQuery(writeQuery(query))).toEqual(query);
    });
    fc.assert(same, { numRuns: 2000 });
  });

  it("is the same after the form, as a link and as a command", async () => {
    const page = await browser.open("", "idle");
    const [address = ""] = page.url().split("?");
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        // This process may have another number of CPU threads for the usual one than the page.
        await page.goto(`${address}${writeQuery(query)}&threads=${query.threads}`);
        await page.waitForSelector("html[data-state=idle]");
        expect(await problem(page)).toBe("");
        const link = new URL(await taken(page, "link"));
        expect(link.searchParams.get("run")).toBe("1");
        link.searchParams.delete("run");
        // As many as there are need not be said.
        const threads = link.searchParams.get("threads") ?? String(availableParallelism());
        expect({ ...readQuery(link.search), threads }).toEqual(query);
        const { args, command, backend } = await read(await taken(page, "command"));
        const { f, n, rule, tol, backends } = query;
        const variables = Object.fromEntries(
          query.variables.map(({ name, from, to }) => [name, [from, to] as const]),
        );
        const parameters = Object.fromEntries(query.parameters.map(({ name, values }) => [name, values]));
        const expected =
          query.method === "grid"
            ? prepare({ f, variables, parameters, n: Number(n), rule: rule as RuleName })
            : prepareAccuracy({ f, variables, parameters, tolerance: Number(tol) });
        const own = query.method === "grid" ? problemIn(args) : accuracyIn(args);
        expect(own.problem).toEqual(expected.problem);
        const alone = query.parameters.length > 0;
        expect(backend).toBe(alone ? backends.split(",")[0] : backends);
        expect(command).toBe(!alone && backends.includes(",") ? "compare" : "integrate");
      }),
      { numRuns: 12 },
    );
    await page.close();
  });
});

describe("take-away", () => {
  const browser = useBrowser();

  it("is the results as JSON and CSV, a link that runs, a snippet, a picture and the command", async () => {
    const page = await browser.open(
      "f=exp(-x^2-y^2)&x=-6,6&y=-6,6&exact=pi&n=300&backends=threads&threads=2&run=1",
      "done",
      keepFiles,
    );
    const shown = await results(page);
    await taken(page, "command");
    // Charts come of another button, which the greyed ones name.
    const reasons = () =>
      page.$$eval("#take .files button:disabled", (all) => all.map(({ id, title }) => [id, title]));
    const why = 'After "Measure over n".';
    expect(await reasons()).toEqual([
      ["save-svg", why],
      ["save-png", why],
    ]);
    const ids = ["save-json", "save-csv", "copy-link", "copy-command", "copy-embed", "save-picture"];
    for (const id of ids) await page.click(`#${id}`);
    await page.waitForFunction(() => (window as unknown as { kept: unknown[] }).kept.length === 6);
    const files = await kept(page);
    const [json, csv, link, command, embed, picture] = files.map(([, text]) => text);
    expect(files.map(([type]) => type)).toEqual([
      "application/json",
      "text/csv",
      ...Array(3).fill("clipboard"),
      "image/png",
    ]);
    expect(JSON.parse(json ?? "")).toEqual(shown);
    expect(csv?.split("\n")[1]).toContain(String(shown[0]?.integral));
    expect(Number(picture?.split(" ")[0])).toBeGreaterThan(400);
    expect(embed).toContain("embed=1");
    // What is copied is what is shown.
    expect([link, command]).toEqual([await taken(page, "link"), await taken(page, "command")]);
    expect(command).toBe(
      "node gpu-integrate -f 'exp(-x^2-y^2)' -x -6,6 -y -6,6 -n 300 -b threads -t 2 --exact pi",
    );
    await page.goto(link as string);
    await page.waitForSelector('html[data-state="done"]');
    expect((await results(page))[0]?.integral).toBe(shown[0]?.integral);
    // A shell runs it, and finds the same bits.
    expect(((await shell(`${command} --json`)) as Result).integral).toBe(shown[0]?.integral);
    await page.close();
  });

  it("of an accuracy is a command that finds the same bits", async () => {
    const page = await browser.open("f=exp(x*y)&x=0,1&y=0,x&tol=1e-9&threads=2&run=1", "done");
    const [shown] = await results(page);
    const command = await taken(page, "command");
    expect(command).toBe("node gpu-integrate -f 'exp(x*y)' -x 0,1 -y 0,x --tol 1e-9 -b threads -t 2");
    expect(((await shell(`${command} --json`)) as Result).integral).toBe(shown?.integral);
    await page.close();
  });

  it("of a family over a grid is a document for each backend, and a command for the first", async () => {
    const query = "f=cos(a*x)&x=0,1&param.a=1,2,5&n=1000&backends=threads,serial&threads=2&run=1";
    const page = await browser.open(query, "done", keepFiles);
    const shown = (await results(page)) as unknown as FamilyResult[];
    expect(shown.map(({ backend }) => backend)).toEqual(["threads", "serial"]);
    for (const { family } of shown) {
      // The integral is sin(a)/a; the midpoint rule on a thousand cells is off by (a h)^2 / 24 of it.
      for (const [k, a] of [1, 2, 5].entries()) {
        const exact = Math.sin(a) / a;
        expect(Math.abs((family.integrals[k] as number) / exact - 1 - (a / 1000) ** 2 / 24)).toBeLessThan(
          1e-10,
        );
      }
    }
    expect(await page.$$eval("#rows tr td:last-child", (all) => all.map((one) => one.textContent))).toEqual([
      "same bits",
      "reference",
    ]);
    const command = await taken(page, "command");
    expect(command).toBe("node gpu-integrate -f 'cos(a*x)' -x 0,1 --param a=1,2,5 -n 1000 -b threads -t 2");
    const own = (await shell(`${command} --json`)) as FamilyResult;
    expect(own.family.integrals).toEqual(shown[0]?.family.integrals);
    await page.click("#save-csv");
    const [[, csv = ""] = []] = await kept(page);
    // A header, and three members on two backends.
    expect(csv.trimEnd().split("\n")).toHaveLength(1 + 3 * 2);
    await page.close();
  });

  it.each([
    [
      { f: "cos(x+y)", n: "20,000", backends: "gpu", precision: "fast" },
      { command: "integrate", n: 20_000, backend: "gpu", precision: "fast", threads: undefined },
    ],
    [
      { n: " 1 000 000 ", backends: "gpu,threads,serial", threads: " 3 ", precision: "df64" },
      { command: "compare", n: 1_000_000, backend: "gpu,threads,serial", precision: "df64", threads: 3 },
    ],
    [
      { n: "7", backends: "threads,serial", threads: "16" },
      { command: "compare", n: 7, backend: "threads,serial", precision: undefined, threads: 16 },
    ],
    [
      {
        f: "x < y && !(y==0.5) ? 1 : 0",
        rule: "gauss4",
        x: "-2*3,min(6,7)",
        y: "-sqrt(2),-e^2/3",
        exact: "-4",
      },
      {
        f: "x < y && !(y==0.5) ? 1 : 0",
        limits: ["-2*3,min(6,7)", "-sqrt(2),-e^2/3"],
        rule: "gauss4",
        exact: "-4",
      },
    ],
    [
      { f: "-x", exact: " ", backends: "gpu,serial" },
      { command: "compare", f: "-x", exact: undefined, tol: "1e-8", precision: undefined },
    ],
    [{ f: "--y==1 ? 2 : 3" }, { f: "--y==1 ? 2 : 3" }],
    [
      { f: "-q", "v.q": "-inf,-theta", "v.theta": "0,2*pi" },
      { f: "-q", limits: [undefined, undefined, "q=-inf,-theta", "theta=0,2*pi"], rule: undefined },
    ],
  ])("the command for %o is what the program reads", async (form, expected) => {
    const page = await browser.open(String(new URLSearchParams(form)), "idle");
    expect(await read(await taken(page, "command"))).toMatchObject(expected);
    await page.close();
  });

  it("stays as it was while the form has an error, and cannot be copied", async () => {
    const page = await browser.open("f=x&x=0,1", "idle");
    const before = await taken(page, "command");
    await page.focus("[name=f]");
    await page.keyboard.type("2x");
    await page.waitForFunction(() => (document.getElementById("copy-command") as HTMLButtonElement).disabled);
    expect(await taken(page, "command")).toBe(before);
    await page.close();
  });

  it("for several backends is a comparison that runs", async () => {
    const page = await browser.open("f=cos(x*y)&n=1,000&threads=2", "idle");
    const command = await taken(page, "command");
    const { problem: own, results: all } = (await shell(`${command} --repeat 1 --json`)) as {
      problem: Result["problem"];
      results: Result[];
    };
    expect(own).toMatchObject({ f: "cos(x*y)", method: { n: [1000, 1000] } });
    expect(new Set(all.map(({ backend }) => backend))).toEqual(new Set(["gpu", "threads", "serial"]));
    await page.close();
  });

  it("on the GPU is within the bound of what the command finds on the same adapter", async () => {
    const page = await browser.open("f=cos(x%2By)&n=700&backends=gpu&run=1", "done");
    const [shown] = await results(page);
    const found = (await shell(`${await taken(page, "command")} --json -q`)) as Result;
    expect(Math.abs(found.integral - (shown?.integral as number))).toBeLessThan(3e-7);
    await page.close();
  });
});
