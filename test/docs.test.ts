import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { anchorOf } from "../scripts/document-markdown.ts";
import { DOCUMENTS } from "../scripts/document-order.ts";
import { documentPage } from "../scripts/document-page.ts";
import { queryOf } from "../scripts/document-query.ts";
import { blocksOf } from "./docs/commands.ts";

const root = new URL("..", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), "utf8");
const documents = DOCUMENTS.map(({ path }) => path);

/** Lines without what all of them are indented by. */
function dedented(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...indents))).join("\n");
}

describe.each(documents)("%s", (name) => {
  const text = read(name);

  it("quotes the source as it stands", () => {
    for (const { about, lines } of blocksOf(text).filter((block) =>
      /^\S+\.(ts|wgsl|js|html)$/.test(block.about),
    )) {
      const source = read(about).split("\n");
      const places = source.filter(
        (_, k) => dedented(source.slice(k, k + lines.length)) === lines.join("\n"),
      );
      expect([about, lines[0], places.length]).toEqual([about, lines[0], 1]);
    }
  });

  it("links to what there is", () => {
    const targets = [...text.matchAll(/\]\(([^)#\s]*)(?:#([^)\s]*))?\)/g)];
    for (const [, path = "", anchor] of targets.filter(([link]) => !link.includes("://"))) {
      const target = new URL(path || (name.split("/").at(-1) as string), new URL(name, root));
      const there = readFileSync(target, "utf8");
      const anchors = [...there.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => anchorOf(title));
      if (anchor) expect(anchors).toContain(anchor);
    }
  });
});

describe.each(DOCUMENTS)("the page of $path", (document) => {
  const text = read(document.path);
  const html = documentPage(document, text);
  const values = (pattern: RegExp) => Array.from(html.matchAll(pattern), ([, value = ""]) => value);
  const ids = values(/ id="([^"]*)"/g);

  it("has contents that lead to its headings, and every heading once", () => {
    expect(new Set(ids).size).toBe(ids.length);
    const contents = html.slice(
      html.indexOf('class="side"'),
      html.indexOf("</nav>", html.indexOf('class="side"')),
    );
    const links = Array.from(contents.matchAll(/href="#([^"]*)"/g), ([, id]) => id);
    const chapters = values(/<h[23] id="([^"]*)"/g);
    expect(links).toEqual(["top", ...chapters]);
  });

  it("leads to the documents before and after it", () => {
    const at = documents.indexOf(document.path);
    const [before, after] = ["prev", "next"].map(
      (rel) => new RegExp(`rel="${rel}" href="./([^"]*)"`).exec(html)?.[1],
    );
    const file = (path?: string) => path?.replace("docs/", "").replace(/md$/, "html");
    expect([before, after]).toEqual([file(documents[at - 1]), file(documents[at + 1])]);
  });

  it("has MathML for every formula", () => {
    const prose = text.replace(/^```[\s\S]*?^```$|^ {4}.*$|`[^`]*`/gm, "");
    const formulas = prose.match(/\$\$[^$]+\$\$|\$[^$]+\$/g) ?? [];
    expect(html.match(/<math/g) ?? []).toHaveLength(formulas.length);
    expect(html.replace(/<pre[\s\S]*?<\/pre>|<code>.*?<\/code>/g, "")).not.toContain("$");
  });

  it("needs nothing but its style sheet", () => {
    expect(html).not.toMatch(/<script|<style| style=| on\w+=["'\w]/);
    expect(
      values(/<(?:link|img)[^>]* (?:href|src)="([^"]*)"/g).filter((address) => /^(\w+:)?\/\//.test(address)),
    ).toEqual([]);
  });
});

it("code is coloured by what it means", () => {
  const html = documentPage(
    { path: "x.md", label: "X" },
    '```wgsl\nlet a = 1u;\n```\n\n    node gpu-integrate -f "x<y" -n 5\n',
  );
  expect(html).toContain('<span class="hljs-keyword">let</span> a = <span class="hljs-number">1u</span>;');
  expect(html).toContain(
    '<span class="hljs-attr">-f</span> <span class="hljs-string">&quot;x&lt;y&quot;</span>',
  );
  expect(html).toContain('<a href="./?f=x%3Cy&amp;n=5&amp;run=1"');
});

it("the library's document has every example", () => {
  const quoted = blocksOf(read("docs/library.md")).map(({ about }) => about);
  const examples = readdirSync(new URL("examples", root)).map((name) => `examples/${name}`);
  expect(quoted).toEqual(expect.arrayContaining(examples));
});

it("the guide for contributors names files that are there", () => {
  const text = read("CONTRIBUTING.md");
  const named = [...text.matchAll(/`([\w.-]+\/[\w./-]+\.\w+)`/g)].map(([, path = ""]) => path);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

it("every document has its place in the order", () => {
  const files = readdirSync(new URL("docs", root)).filter((name) => name.endsWith(".md"));
  const all = ["README.md", "CONTRIBUTING.md", ...files.map((name) => `docs/${name}`)];
  expect(documents.toSorted()).toEqual(all.toSorted());
});

it("the lesson quotes from every step", () => {
  const quoted = blocksOf(read("docs/lesson.md")).map(({ about }) => about);
  for (const step of [
    "src/cpu/serial.ts",
    "src/cpu/threads.ts",
    "shaders/integrate.wgsl",
    "src/quadrature/grid/plan.ts",
    "src/run/grid/ranks.ts",
  ]) {
    expect(quoted).toContain(step);
  }
});

it("a command links to the page where that has all of it, and nowhere else", () => {
  const query = queryOf('node gpu-integrate -f "x^2 < y" -x -1,1 -n 400 --exact -4 -b gpu -p fast -q');
  expect(Object.fromEntries(new URLSearchParams(query?.slice(2)))).toEqual({
    f: "x^2 < y",
    x: "-1,1",
    n: "400",
    exact: "-4",
    backends: "gpu",
    precision: "fast",
    run: "1",
  });
  const named = queryOf(
    'node gpu-integrate -f "r*z" -v r=0,inf -v "t=0,2*pi" -z "0,sqrt(r)" --rule gauss4 -n 20',
  );
  expect(Object.fromEntries(new URLSearchParams(named?.slice(2)))).toEqual({
    f: "r*z",
    "v.r": "0,inf",
    "v.t": "0,2*pi",
    z: "0,sqrt(r)",
    rule: "gauss4",
    n: "20",
    run: "1",
  });
  const family = queryOf(
    'node gpu-integrate -f "cos(a*sin(t))/pi" -v t=0,pi --param a=0:10:101 --tol 1e-6 -t 2 --plot bessel.svg',
  );
  expect(Object.fromEntries(new URLSearchParams(family?.slice(2)))).toEqual({
    f: "cos(a*sin(t))/pi",
    "v.t": "0,pi",
    "param.a": "0:10:101",
    tol: "1e-6",
    threads: "2",
    run: "1",
  });
  for (const command of [
    "node gpu-integrate compare -n 4000",
    "node gpu-integrate -n 4000 --shard 1/2 > part.1.json",
    "node gpu-integrate -n 4000 --repeat 7",
    "mpirun -n 2 node gpu-integrate -n 4000",
    "node gpu-integrate merge part.1.json",
  ]) {
    expect(queryOf(command)).toBeNull();
  }
});
