import { text } from "../../src/output/svg.ts";
import type { Drawn, Subject } from "./regions.ts";

const SIDE = 300;
const [LEFT, TOP] = [40, 34];
const [WIDTH, HEIGHT] = [LEFT + SIDE + 12, TOP + SIDE + 76];

/** Squares a side in which f is shown, and shades. */
const [GRAIN, SHADES] = [60, 12];

/** The colours of the page. */
const STYLE = `.paper{fill:#fdfcfa}text,.tick{fill:#1c1917}.tick{stroke:#57534e}.f{fill:#f59e0b}.cells{fill:none;stroke:#0a5049}
@media (prefers-color-scheme:dark){.paper{fill:#151311}text{fill:#f2efe9}.tick{stroke:#b5aea6}.f{fill:#b45309}.cells{stroke:#2dd4bf}}`;

/** The regions over f's values, with the counts below, as SVG. */
export function picture(subject: Subject, drawn: Drawn): string {
  const { adapted, prepared, regions } = drawn;
  const box = prepared.box as [readonly [number, number], readonly [number, number]];
  const at = (axis: 0 | 1, v: number) => {
    const [a, b] = box[axis];
    const part = (v - a) / (b - a);
    return round(axis ? TOP + SIDE * (1 - part) : LEFT + SIDE * part);
  };
  const cells = regions.map(({ corners }) => {
    const points = corners.map(([x, y]) => `${at(0, x)} ${at(1, y)}`);
    return `M${points.filter((one, k) => one !== points[k - 1]).join("L")}z`;
  });
  const { status, error, integral } = adapted;
  const off = Math.abs(integral - subject.exact);
  const counts = countsOf(drawn);
  const short = status === "converged" ? "" : ": not reached";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${subject.f.replaceAll("<", "&lt;")}: ${counts}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    text(LEFT, 20, subject.f, 'font-family="ui-monospace, monospace"'),
    ...shaded(drawn, at),
    `<path class="cells" d="${cells.join("")}"/>`,
    ...axis(0, drawn, at),
    ...axis(1, drawn, at),
    text(LEFT, TOP + SIDE + 46, counts),
    text(
      LEFT,
      TOP + SIDE + 64,
      `error claimed ${error.toExponential(1)}, true ${trueError(off, subject.exact)}${short}`,
    ),
    "</svg>",
    "",
  ].join("\n");
}

type At = (axis: 0 | 1, v: number) => number;

const round = (v: number) => Math.round(10 * v) / 10;

/** Below a few roundings the digits would change with every machine. */
function trueError(off: number, exact: number): string {
  return off < 1e-13 * exact ? "only rounding" : off.toExponential(1);
}

/** What there is of the integral, and what it took; of a product its factors were evaluated, each along its own axis. */
function countsOf({ regions, adapted }: Drawn): string {
  const [what, values] = regions.some(({ axes }) => axes.length < 2)
    ? ["pieces of axes", "values of factors"]
    : ["regions", "values of f"];
  return `${regions.length.toLocaleString("en")} ${what}, ${adapted.evaluations.toLocaleString("en")} ${values}`;
}

/** f's values in shades, its runs along x drawn as one. */
function shaded({ prepared, value }: Drawn, at: At): string[] {
  const places = ([a, b]: readonly [number, number]) =>
    Array.from({ length: GRAIN }, (_, k) => a + ((b - a) * (k + 0.5)) / GRAIN);
  const [xs, ys] = prepared.box.map(places) as [number[], number[]];
  const rows = ys.map((y) => xs.map((x) => value(x, y)));
  const most = Math.max(...rows.flat().filter(Number.isFinite));
  const least = Math.min(0, ...rows.flat().filter(Number.isFinite));
  // A root shows what lies around a peak, too.
  const shade = (v: number) => Math.round(SHADES * Math.cbrt(Math.min(1, (v - least) / (most - least))));
  const paths = Array.from({ length: SHADES + 1 }, () => "");
  const step = SIDE / GRAIN;
  for (const [row, values] of rows.entries()) {
    const top = round(at(1, ys[row] as number) - step / 2);
    for (let k = 0; k < GRAIN; ) {
      const own = shade(values[k] as number);
      const from = k;
      while (k < GRAIN && shade(values[k] as number) === own) k++;
      paths[own] +=
        `M${round(LEFT + from * step)} ${top}h${round((k - from) * step)}v${step}h${-round((k - from) * step)}z`;
    }
  }
  return paths.flatMap((d, k) =>
    k && d ? [`<path class="f" opacity="${round((8 * k) / SHADES) / 10}" d="${d}"/>`] : [],
  );
}

/** Ticks at the ends and at quarters, with the variable's values there. */
function axis(which: 0 | 1, { prepared }: Drawn, at: At): string[] {
  const [a, b] = prepared.box[which] as readonly [number, number];
  const stretched = prepared.infinite[which];
  const { name } = prepared.problem.variables[which] as { name: string };
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => a + (b - a) * part);
  const shown = (u: number, k: number) => {
    if (!stretched) return String(u);
    return ["−∞", "−1", "0", "1", "∞"][k] as string;
  };
  const marks = ticks.flatMap((v, k) => {
    const place = at(which, v);
    const label = shown(v, k);
    return which
      ? [
          `<path class="tick" d="M${LEFT - 4} ${place}h4"/>`,
          text(LEFT - 7, place + 4, label, 'text-anchor="end"'),
        ]
      : [
          `<path class="tick" d="M${place} ${TOP + SIDE}v4"/>`,
          text(place, TOP + SIDE + 18, label, 'text-anchor="middle"'),
        ];
  });
  const middle = which
    ? text(LEFT - 30, at(1, a + (3 * (b - a)) / 8) + 4, name, 'font-style="italic"')
    : text(at(0, a + (3 * (b - a)) / 8), TOP + SIDE + 18, name, 'font-style="italic" text-anchor="middle"');
  return [...marks, middle];
}
