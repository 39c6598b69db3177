// The section of docs/benchmarks.md on how long runs take to begin, function by function.
import { loadavg } from "node:os";
import { node } from "./own.js";
import { sectionIn, withSection } from "./section.js";
import { table } from "./table.js";

const TITLE = "## Setup, function by function";
const RUNS = 3;

/** Every function of the language, powers, and a few together; on [0, 1]² unless limits are given. */
const INTEGRANDS = [
  ...[
    "sin(x+y)",
    "x*y",
    "x/(1+y)",
    "sin(x*y)",
    "cos(x*y)",
    "tan(x*y)",
    "asin(x*y)",
    "acos(x*y)",
    "atan(x*y)",
  ],
  ...["atan2(x,y)", "sinh(x*y)", "cosh(x*y)", "tanh(x*y)", "exp(x*y)", "log(1+x*y)", "log2(1+x*y)"],
  ...["log10(1+x*y)", "sqrt(x*y)", "cbrt(x*y)", "abs(x-y)", "sign(x-y)", "floor(3*x*y)", "ceil(3*x*y)"],
  ...["round(3*x*y)", "min(x,y)", "max(x,y)", "hypot(x,y)", "(x*y)^3", "(x*y+1)^(x+y)", "(x+y)^0.1"],
  ...["x<y ? x : y", "x<y && x>0.5", "x<y || !(x>0.5)"],
  ...["sin(100*x*y)", "exp(200*(x*y-1))", "log(x*y)", "1/(x+y)"],
  ...["sin(x+y)*exp(x*y)", "tan(x*y)+acos(x*y)", "asin(x*y)*acos(x*y)"],
  ...["sinh(x*y)*atan(x+y)*log(1+x*y)", "acos(x*y)*tanh(x+y)*(x+y)^0.1", "atan2(x,y)*asin(x*y)*cbrt(x+y)"],
  ...["tan(x*y)*sinh(x+y)*log10(1+x*y)"],
];
const LIMITS = ["-x", "0,1", "-y", "0,1"];
const PRECISIONS = ["f32", "df64"];

/** A document with this section, measured now. */
export const withSetupSection = (document) => withSection(document, TITLE, makeSection());

/** This section of a document; empty if there is none. */
export const setupSectionIn = (document) => sectionIn(document, TITLE);

function makeSection() {
  const loads = [];
  let machine = "";
  const rows = INTEGRANDS.map((f) => {
    const medians = PRECISIONS.map((precision) => {
      const results = Array.from({ length: RUNS }, () => run(f, precision));
      const [{ adapter, host }] = results;
      machine = `${host.cores} cores, ${adapter.name.replace(" Device", "")}`;
      return results.map(({ seconds }) => seconds.setup).sort((a, b) => a - b)[RUNS >> 1];
    });
    loads.push(loadavg()[0]);
    process.stderr.write(`${f}: ${medians.map((one) => one.toFixed(2)).join(" ")}\n`);
    return [`\`${f.replaceAll("|", "\\|")}\``, ...medians.map((one) => one.toFixed(2))];
  });
  const load = (pick) => pick(...loads).toFixed(1);
  return `${TITLE}

\`npm run bench:setup\`

Seconds of setup on the software adapter, at n = 100 on [0, 1]²: looking for a hardware GPU, then for this adapter, probing its
arithmetic and the guarded functions, compiling the shader, and comparing it with f64 on a small grid. Medians of ${RUNS} runs
(${machine}; load average ${load(Math.min)} to ${load(Math.max)}, this program's own included).

${table([["f", ...PRECISIONS], ...rows])}`;
}

function run(f, precision) {
  const options = ["-n", "100", "-b", "gpu", "--software", "-p", precision, "--no-estimate", "--json"];
  return JSON.parse(node(["gpu-integrate", "-f", f, ...LIMITS, ...options]));
}
