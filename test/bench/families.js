// Families of integrals: ours beside SciPy's, in turns.
import { execFileSync } from "node:child_process";
import { run } from "./own.js";
import { table } from "./table.js";

const COUNT = 10_000;
const python = process.env.PYTHON ?? "python3";
const file = new URL("families.py", import.meta.url).pathname;
const COMMAND = `-f cos(a*sin(t))/pi -v t=0,pi --param a=0:50:${COUNT} --abs-tol 1e-10`;

/** The section of a number of rounds; `cell` writes a list of numbers. */
export function families(rounds, cell) {
  const programs = [
    { name: "`-b threads`", run: () => run(`${COMMAND} -b threads --warmup 1`).seconds.compute },
    {
      name: "`-b threads`, the first run of a process",
      run: () => run(`${COMMAND} -b threads`).seconds.compute,
    },
    { name: "`-b serial`", run: () => run(`${COMMAND} -b serial --warmup 1`).seconds.compute },
    { name: "SciPy, a loop of `quad`", run: () => ofPython("loop") },
    { name: "SciPy, one `quad_vec`", run: () => ofPython("vector") },
  ].filter(({ name }) => !name.includes("SciPy") || hasScipy());
  const times = programs.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [k, one] of programs.entries()) times[k].push(one.run());
  const rows = programs.map(({ name }, k) => [
    name,
    cell(times[k]),
    cell(times[k].map((time, round) => time / times[0][round])),
  ]);
  return `## Families

J0(a) by its integral for ${COUNT} values of a, \`node gpu-integrate ${COMMAND.replace(/-f (\S+)/, '-f "$1"')}\`:
seconds of compute, and as a multiple of the first row's within a round of ${rounds}.

${table([["who", "seconds", "÷ threads"], ...rows])}`;
}

function ofPython(kind) {
  const [seconds, error] = execFileSync(python, [file, kind, String(COUNT)], { encoding: "utf8" })
    .split(" ")
    .map(Number);
  if (!(error < 1e-9)) throw new Error(`SciPy's ${kind} is off by ${error}`);
  return seconds;
}

function hasScipy() {
  try {
    execFileSync(python, ["-c", "import scipy.integrate"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
