import { escaped, text } from "../src/output/svg.ts";
import { ROOMS } from "./imports.ts";

/** What the boxes stand for, in the order of the data. */
const BOXES: Readonly<Record<string, string>> = {
  shaders: "WGSL: sums and functions",
  integrand: "the language: parser, tree, intervals, code",
  problem: "options, variables, limits, changes of variables",
  quadrature: "rules, tiles, regions, lattices, sums",
  accuracy: "error estimates and bounds",
  cpu: "workers and the reference loop",
  gpu: "device, shaders put together, submits",
  run: "one integral or family from start to result",
  benchmark: "compare and sweep",
  output: "CSV, charts, pictures",
  node: "the command line",
  web: "the page",
};
const NAMES = Object.keys(BOXES);

const [STEP, ROW] = [60, 40];
const [BOX, HEIGHT] = [84, 26];
const [LEFT, TOP] = [52, 24];
const [WIDTH, DEPTH] = [LEFT + NAMES.length * STEP + 120, TOP + NAMES.length * ROW + 40];

/** The colours of the page. */
const STYLE = `.paper{fill:#fdfcfa}text{fill:#1c1917}.faint{fill:#57534e}.box{fill:#f0fdfa;stroke:#0f766e}.way{fill:none;stroke:#78716c}.head{fill:#78716c}.count{fill:#fdfcfa;stroke:#d6d3d1}
@media (prefers-color-scheme:dark){.paper{fill:#151311}text{fill:#f2efe9}.faint{fill:#b5aea6}.box{fill:#132a27;stroke:#2dd4bf}.way{stroke:#a8a29e}.head{fill:#a8a29e}.count{fill:#151311;stroke:#57534e}}`;

const across = (k: number) => LEFT + k * STEP;
const down = (k: number) => TOP + k * ROW;

/** Boxes in a staircase; an arrow leads from a room to the left and up to one that it imports from, with their number. */
export function architecture(imports: ReadonlyMap<string, number>): string {
  const wrong = ROOMS.filter((room) => !NAMES.includes(room));
  if (wrong.length) throw new Error(`architecture-picture.ts: no box for ${wrong.join(", ")}`);
  const arrows = arrowsOf(imports);
  const shared = [...imports].filter(([way]) => way.endsWith(" src")).reduce((sum, [, n]) => sum + n, 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${DEPTH}" width="${WIDTH}" height="${DEPTH}" font-family="system-ui, sans-serif" font-size="13">`,
    "<title>The rooms of the source, and how many imports lead from one to another</title>",
    `<desc>${escaped(arrows.map(({ from, to, count }) => `${NAMES[from]} imports ${count} from ${NAMES[to]}`).join("; "))}</desc>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>',
    `<rect class="paper" width="${WIDTH}" height="${DEPTH}"/>`,
    ...lines(arrows),
    ...NAMES.flatMap(box),
    ...arrows.flatMap(number),
    text(
      LEFT - BOX / 2,
      DEPTH - 14,
      `Besides, ${shared} imports lead to the files of src itself, which all rooms share.`,
      'class="faint" font-size="12"',
    ),
    "</svg>",
    "",
  ].join("\n");
}

interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** All imports between boxes; one that leads on in the order of the data has no place. */
function arrowsOf(imports: ReadonlyMap<string, number>): Arrow[] {
  return [...imports].flatMap(([way, count]) => {
    const [from = -1, to = -1] = way.split(" ").map((name) => NAMES.indexOf(name));
    if (from < 0 || to < 0) return [];
    if (to > from) throw new Error(`${way}: an import leads on in the order of the data`);
    return [{ from, to, count }];
  });
}

/** One line from each importer to its first room, and one up to each room that is imported from. */
function lines(arrows: readonly Arrow[]): string[] {
  return NAMES.flatMap((_, k) => {
    const [mine, others] = [arrows.filter(({ from }) => from === k), arrows.filter(({ to }) => to === k)];
    const first = Math.min(...mine.map(({ to }) => to));
    const last = Math.max(...others.map(({ from }) => from));
    return [
      mine.length && `<path class="way" d="M${across(k) - BOX / 2} ${down(k)}H${across(first)}"/>`,
      others.length &&
        `<path class="way" marker-end="url(#head)" d="M${across(k)} ${down(last)}V${down(k) + HEIGHT / 2 + 2}"/>`,
    ].filter((one) => typeof one === "string");
  });
}

function box(name: string, k: number): string[] {
  return [
    `<rect class="box" x="${across(k) - BOX / 2}" y="${down(k) - HEIGHT / 2}" width="${BOX}" height="${HEIGHT}" rx="3"/>`,
    text(across(k), down(k) + 4.5, name, 'text-anchor="middle" font-weight="600" font-size="12"'),
    text(across(k) + BOX / 2 + 10, down(k) + 4, BOXES[name] as string, 'class="faint" font-size="12"'),
  ];
}

function number({ from, to, count }: Arrow): string[] {
  return [
    `<rect class="count" x="${across(to) - 13}" y="${down(from) - 9}" width="26" height="18" rx="9"/>`,
    text(across(to), down(from) + 4, String(count), 'text-anchor="middle" font-size="11"'),
  ];
}
