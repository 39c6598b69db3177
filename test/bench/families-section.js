// The section of docs/benchmarks.md on families of integrals, beside SciPy's.
import { execFileSync } from "node:child_process";
import { memory, run, startToExit } from "./own.js";
import { sectionIn, withSection } from "./section.js";
import { table } from "./table.js";

const TITLE = "## Families";
const ROUNDS = 5;
const COUNT = 10_000;
const python = process.env.PYTHON ?? "python3";
const file = new URL("families.py", import.meta.url).pathname;
const J0 = `-f cos(a*sin(t))/pi -v t=0,pi --param a=0:50:${COUNT} --abs-tol 1e-10`;
const MILLION = "-f cos(a*sin(t))/pi -v t=0,pi --param a=0:50:1000000 -n 100 -b threads";
const PEAK = "-f exp(-100*((x-a)^2+(y-0.5)^2)) -x 0,1 -y 0,1 -b gpu --software -p f32";

/** A document with this section, measured now. */
export const withFamiliesSection = (document) => withSection(document, TITLE, makeSection());

/** This section of a document; empty if there is none. */
export const familiesSectionIn = (document) => sectionIn(document, TITLE);

function makeSection() {
  const compute = (options) => () => run(options).seconds.compute;
  const versions = versionOfScipy();
  const programs = [
    ["`-b threads`", compute(`${J0} -b threads --warmup 2`)],
    ["`-b threads`, a process's first run", compute(`${J0} -b threads`)],
    ["`-b simd`", compute(`${J0} -b simd --warmup 2`)],
    ["`-b simd`, a process's first run", compute(`${J0} -b simd`)],
    ["`-b serial`", compute(`${J0} -b serial --warmup 2`)],
    ...(versions
      ? [
          [`SciPy ${versions}, a loop of \`quad\``, () => ofPython("loop")],
          [`SciPy ${versions}, one \`quad_vec\``, () => ofPython("vector")],
        ]
      : []),
  ];
  const times = programs.map(() => []);
  const grids = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [k, [, one]] of programs.entries()) times[k].push(one());
    for (const [k, options] of ["-n 1000 --param a=0.1:0.9:1000", "-n 31623 --param a=0.4"].entries())
      grids[k].push(run(`${PEAK} ${options} --warmup 1`).evaluationsPerSecond / 1e6);
  }
  const rows = programs.map(([name], k) => [
    name,
    cell(times[k]),
    cell(times[k].map((time, round) => time / times[0][round])),
  ]);
  const { host } = run("-n 100 -b serial");
  return `${TITLE}

\`npm run bench:families\`, on ${host.cores} × ${host.cpu}, ${host.runtime}.

J0(a) = 1/π ∫ cos(a sin t) dt for ${COUNT} values of a, to 1e-10, by
\`node gpu-integrate ${J0.replace(/-f (\S+)/, '-f "$1"')}\`: seconds of compute in ${ROUNDS} rounds in which each runs once, and as a
multiple of the first row's. \`quad_vec\` refines one grid of nodes for all values at once; \`quad\` is called for each.

${table([["who", "seconds", "÷ threads"], ...rows])}

1,000 members of a peak in two variables on a grid of 1,000 × 1,000, and one member on 31,623 × 31,623, in f32 on the software
adapter: ${cell(grids[0])} and ${cell(grids[1])} million values a second; the ratio ${cell(grids[0].map((rate, round) => rate / grids[1][round]))}.

A family of a million members, \`node gpu-integrate ${MILLION.replace(/-f (\S+)/, '-f "$1"')}\`, takes
${startToExit(["gpu-integrate", ...MILLION.split(" "), "-q"]).toFixed(1)} s from start to exit, and ${Math.round(memory(MILLION))} MiB at its peak.`;
}

function cell(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, middle, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  return `${middle.toPrecision(3)} (${least.toPrecision(3)} to ${most.toPrecision(3)})`;
}

/** Seconds. */
function ofPython(kind) {
  const text = execFileSync(python, [file, kind, String(COUNT)], { encoding: "utf8" });
  const [seconds, error] = text.split(" ").map(Number);
  if (!(error < 1e-9)) throw new Error(`SciPy's ${kind} is off by ${error}`);
  return seconds;
}

function versionOfScipy() {
  try {
    const text = "import scipy; print(scipy.__version__)";
    return execFileSync(python, ["-c", text], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return null;
  }
}
