// The same sum in other languages, wherever they are here.
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const QUIET = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
const here = new URL(".", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "gpu-integrate-bench-"));
const python = process.env.PYTHON ?? "python3";
const cc = process.env.CC ?? "cc";

/** Programs as { name, version, run(n) -> seconds }; `missing` in place of `run` where there is no such tool. */
export const others = [
  ofPython("the lesson's serial Python", "serial", "platform", "python_version()"),
  ofPython("NumPy, a row at a time", "numpy", "numpy", "__version__"),
  ofPython("Numba, parallel, fastmath", "numba", "numba", "__version__"),
  ofC("C, -O2", ["-O2"]),
  ofC("C, -Ofast -march=native -fopenmp", ["-Ofast", "-march=native", "-fopenmp"]),
];

function ofPython(name, kind, module, version) {
  try {
    const text = execFileSync(python, ["-c", `import ${module}; print(${module}.${version})`], QUIET);
    const label = kind === "serial" ? "Python" : module;
    return {
      name,
      version: `${label} ${text.trim()}`,
      run: (n) => seconds(python, [join(here, "integral.py"), kind, n, 2]),
    };
  } catch {
    return { name, version: "", missing: `no ${module} for ${python}` };
  }
}

function ofC(name, flags) {
  const program = join(folder, flags.join(""));
  try {
    execFileSync(cc, [...flags, "-o", program, join(here, "integral.c"), "-lm"], QUIET);
    const [version] = execFileSync(cc, ["--version"], QUIET).split("\n");
    return { name, version, run: (n) => seconds(program, [n, 2]) };
  } catch {
    return { name, version: "", missing: `no ${cc} that takes ${flags.join(" ")}` };
  }
}

/** The second of two runs in one process, the first being the warm-up. Throws where the integral is wrong. */
function seconds(program, args) {
  const lines = execFileSync(program, args.map(String), QUIET).trim().split("\n");
  const [value, time] = lines.at(-1).split(" ").map(Number);
  if (!(Math.abs(value) < 1e-8)) throw new Error(`${program} ${args.join(" ")} gives ${value}, and not 0`);
  return time;
}
