// Speed, start-up and memory of the built program: `npm run bench`. Prints medians with their spread,
// and ratios taken round by round, since a machine's speed drifts. Asserts nothing.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { runnerImport } from "vite";

const ROUNDS = 7;
const N = 10_000;

const rounds = Array.from({ length: ROUNDS }, () => ({
  fast: compute(["-b", "gpu", "-p", "fast"]),
  f32: compute(["-b", "gpu", "-p", "f32"]),
  threads: compute(["-b", "threads"]),
  serial: compute(["-b", "serial", "-n", "4000"]),
}));
// Integrands whose functions are dearer than a sine.
const others = Array.from({ length: 5 }, () =>
  Object.fromEntries(
    ["exp(-x^2-y^2)", "pow(x+1,y)", "(x*y+1)^(x+y)", "exp(-x^2)*sin(y)"].map((f) => {
      return [
        f,
        { f32: compute(["-f", f, "-b", "gpu", "-p", "f32"]), threads: compute(["-f", f, "-b", "threads"]) },
      ];
    }),
  ),
);
// Every precision, n = 2,000: ns a cell, and how far from f64 on the same grid.
const PRECISIONS = { fast: "gpu", f32: "gpu", df64: "gpu", f64: "threads" };
const precisions = ["sin(x+y)", "exp(-x^2-y^2)", "x^y", "sqrt(x*y)"].map((f) => {
  const all = Array.from({ length: 3 }, () =>
    Object.fromEntries(
      Object.entries(PRECISIONS).map(([precision, backend]) => {
        const options = `-f ${f} -n 2000 -b ${backend} -p ${precision} --warmup 1 --repeat 3`;
        const { samples, cells, integral } = result(options.split(" "));
        return [precision, { ns: (Math.min(...samples) / cells) * 1e9, integral }];
      }),
    ),
  );
  return { f, all };
});
const startUp = Array.from({ length: ROUNDS }, () => ({
  empty: seconds(["-e", "0"]),
  help: seconds(["gpu-integrate", "--help"]),
  small: seconds(["gpu-integrate", "-n", "1000", "-b", "gpu"]),
}));

const adapter = result(["-b", "gpu", "-n", "100"]).adapter.name;
console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, ${adapter}, node ${process.versions.node}`);
console.log(`\nsin(x+y), n = ${N} (serial 4000), ns a cell: median of ${ROUNDS} (least to most)`);
for (const name of ["fast", "f32", "threads", "serial"])
  line(
    name,
    rounds.map((round) => round[name]),
    "ns",
  );
console.log("\nratios of the same round");
line(
  "threads / fast",
  rounds.map((round) => round.threads / round.fast),
  "×",
);
line(
  "threads / f32",
  rounds.map((round) => round.threads / round.f32),
  "×",
);
line(
  "f32 / fast",
  rounds.map((round) => round.f32 / round.fast),
  "×",
);
console.log("\nother integrands: f32, ns a cell, and threads / f32 in the same round");
for (const f of Object.keys(others[0])) {
  line(
    f,
    others.map((round) => round[f].f32),
    "ns",
  );
  line(
    "",
    others.map((round) => round[f].threads / round[f].f32),
    "×",
  );
}
console.log("\nprecisions, n = 2000: ns a cell; times f32's in the same round; distance from f64");
for (const { f, all } of precisions) {
  console.log(`  ${f}`);
  for (const precision of Object.keys(PRECISIONS)) {
    line(
      `  ${precision}`,
      all.map((round) => round[precision].ns),
      "ns",
    );
    const off = Math.abs(all[0][precision].integral - all[0].f64.integral).toExponential(1);
    line(
      `    off by ${off}`,
      all.map((round) => round[precision].ns / round.f32.ns),
      "× f32",
    );
  }
}
console.log("\nfrom start to exit");
line(
  "empty Node",
  startUp.map(({ empty }) => empty * 1000),
  "ms",
);
line(
  "--help",
  startUp.map(({ help }) => help * 1000),
  "ms",
);
line(
  "-n 1000 -b gpu",
  startUp.map(({ small }) => small * 1000),
  "ms",
);
console.log("\nfrom text to code, without the shader's own compilation");
for (const f of ["sin(x+y)", "exp(-(x-4)^2-(y-1)^2)"]) {
  line(f, await compilations(f), "ms");
}
console.log("\nlargest resident memory at n = 20000");
for (const backend of ["gpu", "threads", "serial"]) line(`-b ${backend}`, [memory(backend)], "MiB");

/** Milliseconds to parse an integrand and to make its JavaScript and its WGSL, the first time first. */
async function compilations(text) {
  const load = async (file) =>
    (await runnerImport(new URL(`../src/integrand/${file}.ts`, import.meta.url).pathname)).module;
  const [{ integrandOf }, { compileJavaScript }, { wgslText }, { SINGLE }] = await Promise.all(
    ["integrand", "javascript", "wgsl", "dialects"].map(load),
  );
  return Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    const tree = integrandOf(text);
    compileJavaScript(tree);
    wgslText(tree, { x: [0, 6], y: [0, 6] }, SINGLE);
    return performance.now() - started;
  });
}

/** Nanoseconds a cell of the compute time, the best of three runs in one process. */
function compute(options) {
  const { samples, cells } = result(["-n", String(N), ...options, "--warmup", "1", "--repeat", "3"]);
  return (Math.min(...samples) / cells) * 1e9;
}

function result(options) {
  return JSON.parse(node(["gpu-integrate", ...options, "--json"]));
}

function seconds(args) {
  const started = performance.now();
  node(args);
  return (performance.now() - started) / 1000;
}

function memory(backend) {
  const report = "data:text/javascript,process.on('exit',()=>console.log(process.resourceUsage().maxRSS))";
  const lines = node(["--import", report, "gpu-integrate", "-n", "20000", "-b", backend, "-q"])
    .trim()
    .split("\n");
  return Number(lines.at(-1)) / 1024;
}

function node(args) {
  const cwd = new URL("..", import.meta.url);
  return execFileSync(process.execPath, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

function line(name, values, unit) {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, most] = [sorted[0], sorted.at(-1)].map((value) => value.toFixed(2));
  const spread = sorted.length > 1 ? ` (${least} to ${most})` : "";
  console.log(`  ${name.padEnd(24)}${sorted[Math.floor(sorted.length / 2)].toFixed(2)} ${unit}${spread}`);
}
