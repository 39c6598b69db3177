// Speed, measured on this machine: `npm run bench` writes docs/benchmarks.md and docs/benchmarks.svg. Asserts nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { runnerImport } from "vite";
import { accuraciesSectionIn } from "./accuracies-section.js";
import { codeSectionIn, withCodeSection } from "./code-section.js";
import { familiesSectionIn } from "./families-section.js";
import { manySectionIn } from "./many-section.js";
import { others } from "./others.js";
import { memory, printed, run, startToExit } from "./own.js";
import { merging, ranks } from "./ranks.js";
import { setupSectionIn } from "./setup-section.js";
import { table } from "./table.js";

const docs = new URL("../../docs/", import.meta.url).pathname;
const { median, quantile } = (
  await runnerImport(new URL("../../src/run/quantile.ts", import.meta.url).pathname)
).module;

const N = 10_000;
const ROUNDS = 5;
const range = (values) => (k) => quantile(values, k).toPrecision(3);
const cell = (values) => `${range(values)(0.5)} (${range(values)(0)} to ${range(values)(1)})`;
const step = (text) => process.stderr.write(`${text}\n`);

step("the same sum in other languages");
const ours = [
  ["-b serial", "plain f64 JavaScript, one thread"],
  ["-b threads", "the same on all cores"],
  ["-b simd", "WebAssembly SIMD on all cores"],
  ["-b gpu -p fast", "WGSL, the adapter's own sine"],
  ["-b gpu -p f32", "WGSL, this project's sine"],
  ["-b gpu -p df64", "WGSL, double-single"],
].map(([options, what]) => ({
  name: `\`${options}\`: ${what}`,
  version: "",
  run: (n) => run(`-n ${n} ${options} --warmup 1`).seconds.compute,
}));
const programs = [...others, ...ours];
const times = programs.map(() => []);
for (let round = 0; round < ROUNDS; round++) {
  programs.forEach(({ name, run, missing }, k) => {
    if (missing) return;
    // Python would take minutes.
    const n = name.includes("serial Python") ? 1000 : N;
    times[k].push((run(n) / n ** 2) * 1e9);
  });
}
const reference = programs.findIndex(({ name }) => name.includes("-b threads"));
const context = programs.map(({ name, version, missing }, k) => {
  if (missing) return [name, missing, "not measured", ""];
  const ratios = times[k].map((time, round) => times[reference][round] / time);
  return [name, version, cell(times[k]), cell(ratios)];
});

step("other integrands");
const integrands = ["sin(x+y)", "exp(-x^2-y^2)", "pow(x+1,y)", "(x*y+1)^(x+y)", "exp(-x^2)*sin(y)"].map(
  (f) => {
    const { results } = run(`compare -f ${f} -n ${N} -b threads,simd,gpu -p fast,f32 --repeat ${ROUNDS}`);
    const nanoseconds = results.map(({ samples, cells }) => samples.map((time) => (time / cells) * 1e9));
    const [threads, simd, fast, f32] = nanoseconds.slice(-4);
    const over = (other) => cell(threads.map((time, k) => time / other[k]));
    return [`\`${f}\``, cell(threads), cell(simd), cell(fast), cell(f32), over(simd), over(fast), over(f32)];
  },
);

step("precisions");
const precisions = ["sin(x+y)", "exp(-x^2-y^2)", "x^y", "sqrt(x*y)"].flatMap((f) => {
  const { results, agreement } = run(`compare -f ${f} -n 2000 -b threads,simd,gpu --repeat ${2 * ROUNDS}`);
  const all = results.map(({ samples, cells }) => samples.map((time) => (time / cells) * 1e9));
  const f32 = results.findIndex(({ precision }) => precision === "f32");
  return results.flatMap(({ precision, backend, threads }, k) => {
    if (backend === "threads" && k + 1 < results.length && results[k + 1].backend === "threads") return [];
    const { difference } = agreement.verdicts[k];
    const name = threads === null ? precision : `${precision}, \`${backend}\` ×${threads}`;
    const off = backend === "threads" ? "–" : difference.toExponential(1);
    return [[`\`${f}\``, name, off, cell(all[k]), cell(all[k].map((time, round) => time / all[f32][round]))]];
  });
});

step("start-up and memory");
const starts = [
  ["an empty Node", ["-e", "0"]],
  ["`--help`", ["gpu-integrate", "--help"]],
  ["`-n 1000 -b serial`", "gpu-integrate -n 1000 -b serial".split(" ")],
  ["`-n 1000 -b gpu`", "gpu-integrate -n 1000 -b gpu".split(" ")],
].map(([name, args]) => [name, cell(Array.from({ length: ROUNDS }, () => startToExit(args) * 1000))]);
const memories = ["gpu", "threads", "serial"].map((backend) => [
  `\`-n 20000 -b ${backend}\``,
  Math.round(median([1, 2, 3].map(() => memory(`-n 20000 -b ${backend}`)))),
]);

step("ranks and parts");
const PARTS = 1000;
const shared = ranks(N, ROUNDS);
const [{ samples: single }] = shared;
const scaling = shared.map(({ name, samples }) => {
  const of = (key) => samples.map((seconds) => seconds[key]);
  const speedUp = (key) => cell(of(key).map((time, round) => single[round][key] / time));
  return [name, cell(of("compute")), cell(of("setup")), speedUp("compute"), speedUp("total")];
});
const merges = await merging(PARTS, 2 * N, ROUNDS);

step("compare and sweep");
const compared = printed(`compare -n ${N}`);
const swept = printed(`sweep -n 250:16000 --steps 7 --budget 120 --plot ${docs}benchmarks.svg`).replaceAll(
  docs,
  "",
);

const { host, adapter } = run("-n 100 -b gpu");
const machine = [
  `${host.cores} × ${host.cpu}`,
  `${adapter.name}${adapter.software ? " (a software adapter: the same cores)" : ""}`,
  host.runtime,
  host.webgpu,
  host.os,
];
const text = `# Benchmarks

Written by \`npm run bench\`, in one run on one machine: ${machine.join(" · ")}.

Numbers are medians, with the range in parentheses. Ratios are taken within a round, because a machine's speed drifts. A software
adapter's figures say nothing about a GPU.

## The lesson's sum in other languages

The integral of sin(x+y) over [0, π]² at n = ${N} (Python: 1,000): compute time only, after a warm-up, in ${ROUNDS} rounds in which
every program runs once. The ratio is the speed relative to \`-b threads\`.

${table([["program", "version", "ns a cell", "ratio"], ...context])}

\`serial\` and \`threads\` are the reference that everything else is checked against: scalar \`Math.sin\` in f64, one call per cell,
compensated sums. \`simd\` has vector sines and compensated sums; the C program with OpenMP, whose sums are plain, shows what these cores
can do.

For comparison, the times published by the course
([Parallel computing with Python](https://github.com/UPPMAX/HPC-python/blob/main/docs/day4/parallel.rst) and
[its part on GPUs](https://github.com/UPPMAX/HPC-python/blob/main/docs/day4/gpu.rst)), at n = 10,000 on its cluster: Python 20.39 s,
Numba 1.90 s including compilation, Fortran 1.30 s, Julia 1.29 s. On four cores: Python's threads 21.29 s, processes 6.06 s, MPI 5.76 s,
Fortran with OpenMP 0.37 s. Its GPU programs at n = 102,400 on an L40S: 4.35 s, and 1.87 s with shared memory.

## GPU and CPU threads

\`node gpu-integrate compare -n ${N}\`

\`\`\`text
${compared}
\`\`\`

## Over n

\`node gpu-integrate sweep -n 250:16000 --steps 7 --budget 120 --plot benchmarks.svg\`

![Compute time and speed-up against n](benchmarks.svg)

\`\`\`text
${swept}
\`\`\`

## Other integrands

On [0, π]² at n = ${N}, ${ROUNDS} rounds: ns a cell, and threads ÷ the others within a round. Every backend evaluates subexpressions of x or y
alone once per column or row, so a cell of the last integrand costs one product.

${table([["f", "threads", "simd", "fast", "f32", "threads ÷ simd", "threads ÷ fast", "threads ÷ f32"], ...integrands])}

## Precisions

At n = 2,000, ${2 * ROUNDS} rounds: the distance from the integral of \`threads\` on the same grid, ns a cell, and the ratio to \`f32\` within a round.

${table([["f", "precision", "off by", "ns a cell", "÷ f32"], ...precisions])}

## Ranks and parts

\`-n ${N} -b serial\` in one process and in the ranks of an MPI job, ${ROUNDS} rounds in which each runs once. Setup is joining MPI and
preparing the backend, without the time that \`mpirun\` takes before and after.

${table([["who", "compute, s", "setup, s", "speed-up by compute", "with the setup"], ...scaling])}

Merging ${PARTS} parts of n = ${2 * N} takes ${cell(merges)} s from start to exit.

## Start-up and memory

${table([["from start to exit", "ms"], ...starts])}

${table([["largest resident memory", "MiB"], ...memories])}
`;
step("machine code");
const file = `${docs}benchmarks.md`;
const old = readFileSync(file, "utf8");
const document = withCodeSection(
  `${text}\n${accuraciesSectionIn(old)}\n\n${familiesSectionIn(old)}\n\n${manySectionIn(old)}\n\n${codeSectionIn(old)}\n\n${setupSectionIn(old)}\n`,
);
writeFileSync(file, document);
process.stdout.write(document);
