import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wholeIn } from "../node/options/arguments.ts";
import { parseOptions } from "../node/options/parse.ts";
import { problemIn } from "../node/options/problem.ts";
import type { RuleName } from "../src/problem/grid.ts";
import { prepare } from "../src/problem/problem.ts";
import type { Result } from "../src/run/result.ts";
import { type Query, readQuery, writeQuery } from "../web/form/query.ts";
import { commandOf } from "../web/results/command.ts";
import { useBrowser } from "./browser.ts";
import { keepFiles, kept, problem, results } from "./page.ts";

const root = new URL("..", import.meta.url);

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
    rule: text("rule"),
    n: wholeIn(args, "n", 1, 1_000_000),
    backend: text("backend"),
    precision: text("precision"),
    threads: wholeIn(args, "threads", 1, 256),
    exact: text("exact"),
  };
}

it("the command carries any text through a shell", async () => {
  const f = `it's "$HOME" \`date\` $(id) \\ !x & y; * ~ #`;
  const variables = [
    { name: "x", from: "'0'", to: "$x" },
    { name: "y", from: "`y`", to: "1" },
    { name: "t'", from: "$t", to: "*" },
  ];
  const query = { f, variables, n: "1", rule: "midpoint", threads: "1", exact: '"$1"' };
  const command = commandOf({ ...query, precision: "f64", backends: "threads" });
  expect(await read(command)).toMatchObject({
    f,
    limits: ["'0',$x", "`y`,1", "t'=$t,*"],
    exact: '"$1"',
  });
});

/** Texts for one to three variables, whose limits may depend on those before them. */
const queries: fc.Arbitrary<Query> = fc
  .uniqueArray(fc.constantFrom("x", "y", "z", "t", "theta", "r_1", "X2", "f", "n", "rule"), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((names) => {
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
    return fc.record({
      f: fc
        .constantFrom("#", "sin(#)^2 + 1", "# < 1 && !(#==0.5) ? 1 : 0", "-#")
        .map((one) => one.replaceAll("#", names[0] as string)),
      variables: fc.tuple(
        ...names.map((name, k) =>
          fc.record({ name: fc.constant(name), from: limit(k), to: fc.oneof(limit(k), fc.constant("inf")) }),
        ),
      ),
      n: fc.integer({ min: 1, max: 10_000 }).map(String),
      rule: fc.constantFrom("midpoint", "gauss2", "gauss16"),
      precision: fc.constantFrom("f32", "fast", "df64"),
      backends: fc.subarray(["gpu", "threads", "serial"], { minLength: 1 }).map((all) => all.join(",")),
      threads: fc.integer({ min: 1, max: 256 }).map(String),
      exact: fc.constantFrom("", "pi", "-4"),
    });
  });

describe("any problem", () => {
  const browser = useBrowser();

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
        await page.goto(`${address}${writeQuery(query)}`);
        await page.waitForSelector("html[data-state=idle]");
        const texts = await page.$$eval("#form :is(input, select)[name]", (all) =>
          Object.fromEntries((all as HTMLInputElement[]).map(({ name, value }) => [name, value])),
        );
        const { f, variables, n, rule, precision, threads, exact } = query;
        const rows = variables.flatMap(({ name, from, to }, k) => [
          [`name${k}`, name],
          [`from${k}`, from],
          [`to${k}`, to],
        ]);
        expect(texts).toMatchObject({ f, n, rule, precision, threads, exact, ...Object.fromEntries(rows) });
        expect(await problem(page)).toBe("");
        await page.$eval("#form", (form) => form.dispatchEvent(new Event("input")));
        await page.waitForFunction((search) => location.search === search, {}, writeQuery(query));
        const { args } = await read(await page.$eval("#command", (one) => (one as HTMLInputElement).value));
        const limits = Object.fromEntries(variables.map(({ name, from, to }) => [name, [from, to] as const]));
        const expected = prepare({ f, variables: limits, n: Number(n), rule: rule as RuleName });
        expect(problemIn(args).problem).toEqual(expected.problem);
      }),
      { numRuns: 20 },
    );
    await page.close();
  });
});

describe("take-away", () => {
  const browser = useBrowser();

  it("is the results as JSON and CSV, a link that runs, and the command", async () => {
    const page = await browser.open(
      "f=exp(-x^2-y^2)&x=-6,6&y=-6,6&exact=pi&n=300&backends=threads&threads=2&run=1",
      "done",
      keepFiles,
    );
    for (const id of ["save-json", "save-csv", "copy-link", "copy-command"]) await page.click(`#${id}`);
    const [json, csv, link, command] = await kept(page);
    expect([json?.[0], csv?.[0]]).toEqual(["application/json", "text/csv"]);
    const shown = await results(page);
    expect(JSON.parse(json?.[1] ?? "")).toEqual(shown);
    expect(csv?.[1].split("\n")[1]).toContain(String(shown[0]?.integral));
    const again = new URL(link?.[1] ?? "");
    expect(again.searchParams.get("run")).toBe("1");
    await page.goto(again.href);
    await page.waitForSelector('html[data-state="done"]');
    expect((await results(page))[0]?.integral).toBe(shown[0]?.integral);
    expect(command?.[1]).toBe(
      "node gpu-integrate -f 'exp(-x^2-y^2)' -x -6,6 -y -6,6 -n 300 -b threads -t 2 --exact pi",
    );
    // A shell runs it, and finds the same bits.
    const { stdout } = await promisify(execFile)("sh", ["-c", `${command?.[1]} --json`], { cwd: root });
    expect((JSON.parse(stdout) as Result).integral).toBe(shown[0]?.integral);
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
      { f: "-x", exact: " " },
      { f: "-x", exact: undefined },
    ],
    [{ f: "--y==1 ? 2 : 3" }, { f: "--y==1 ? 2 : 3" }],
    [
      { f: "-q", "v.q": "-inf,-theta", "v.theta": "0,2*pi" },
      { f: "-q", limits: [undefined, undefined, "q=-inf,-theta", "theta=0,2*pi"], rule: undefined },
    ],
  ])("the command for %o is what the program reads", async (form, expected) => {
    const page = await browser.open(String(new URLSearchParams(form)), "idle", keepFiles);
    await page.click("#copy-command");
    const [[, command = ""] = []] = await kept(page);
    expect(await read(command)).toMatchObject(expected);
    await page.close();
  });

  it("for several backends is a comparison that runs", async () => {
    const page = await browser.open("f=cos(x*y)&n=1,000&threads=2", "idle", keepFiles);
    await page.click("#copy-command");
    const [[, command = ""] = []] = await kept(page);
    const { stdout } = await promisify(execFile)("sh", ["-c", `${command} --repeat 1 --json`], { cwd: root });
    const { problem: own, results: all } = JSON.parse(stdout) as {
      problem: Result["problem"];
      results: Result[];
    };
    expect(own).toMatchObject({ f: "cos(x*y)", method: { n: [1000, 1000] } });
    expect(new Set(all.map(({ backend }) => backend))).toEqual(new Set(["gpu", "threads", "serial"]));
    await page.close();
  });

  it("on the GPU is within the bound of what the command finds on the same adapter", async () => {
    const page = await browser.open("f=cos(x%2By)&n=700&backends=gpu&run=1", "done");
    const command = await page.$eval("#command", (one) => (one as HTMLInputElement).value);
    const { stdout } = await promisify(execFile)("sh", ["-c", `${command} --json -q`], { cwd: root });
    const [shown] = await results(page);
    expect(Math.abs((JSON.parse(stdout) as Result).integral - (shown?.integral as number))).toBeLessThan(
      3e-7,
    );
    await page.close();
  });
});

describe("the sweep", () => {
  const browser = useBrowser();

  it("waits while the tab is hidden, and can be cancelled", async () => {
    const page = await browser.open("backends=serial", "idle", (fresh) =>
      fresh.evaluateOnNewDocument(() => {
        Object.assign(window, { tab: { hidden: true } });
        Object.defineProperty(document, "hidden", {
          get: () => (window as unknown as { tab: { hidden: boolean } }).tab.hidden,
        });
      }),
    );
    await page.click("#sweep");
    await page.waitForSelector('html[data-state="running"]');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await page.$eval("html", (html) => html.dataset.state)).toBe("running");
    await page.click("#cancel");
    await page.waitForSelector('html[data-state="cancelled"]', { timeout: 5000 });
    await page.close();
  });
});
