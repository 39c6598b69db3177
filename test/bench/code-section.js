// The section of docs/benchmarks.md on what the compiler of a real GPU makes of the shaders.
import { innerLoop } from "./code-count.js";
import { openMesa } from "./code-mesa.js";
import { node } from "./own.js";
import { sectionIn, withSection } from "./section.js";
import { table } from "./table.js";

const INTEGRANDS = ["x+y", "sin(x+y)", "exp(-x^2-y^2)", "(x*y+1)^(x+y)", "1/(1+x^2+y^2)", "sqrt(x^2+y^2)"];
const VARIANTS = ["xor", "fused"];
const LIMITS = ["-x", "0,pi", "-y", "0,pi"];
/** PAGANI's f1, f4 and f5, each as it is. */
const names = (n) => Array.from({ length: n }, (_, k) => `x${k + 1}`);
const MANY = [
  [
    8,
    `cos(${names(8)
      .map((x, k) => `${k + 1}*${x}`)
      .join("+")})`,
  ],
  [
    5,
    `exp(-625*(${names(5)
      .map((x) => `(${x}-0.5)^2`)
      .join("+")}))`,
  ],
  [
    8,
    `exp(-10*(${names(8)
      .map((x) => `abs(${x}-0.5)`)
      .join("+")}))`,
  ],
];
/** Lanes times clock, in instructions a second: the datasheets' 66.9 TFLOPS in f32 count a fused multiplication and addition as two. */
const PEAKS = { "H100 SXM": 66.9e12 / 2, "Radeon 780M": 768 * 2.7e9 };
const TITLE = "## What a GPU's compiler makes of it";
/** A document with this section as it is now; as it was, with the reason on stderr, where Mesa cannot be had. */
export function withCodeSection(document) {
  try {
    return withSection(document, TITLE, makeSection(openMesa()));
  } catch (error) {
    process.stderr.write(`skipped, "${TITLE.slice(3)}" stays as it was: ${error.message}\n`);
    return document;
  }
}

/** This section of a document; empty if there is none. */
export const codeSectionIn = (document) => sectionIn(document, TITLE);

function makeSection(compile) {
  const shader = (f, options) => node(["gpu-integrate", "shader", "-f", f, ...LIMITS, ...options]);
  const all = (precisions, options) =>
    INTEGRANDS.flatMap((f) =>
      precisions.flatMap((precision) =>
        VARIANTS.map((variant) => {
          const text = shader(f, ["-p", precision, "--variant", variant, ...options]);
          return { f, precision, variant, text };
        }),
      ),
    );
  const grids = all(["fast", "f32", "df64"], ["-n", "10000"]);
  const regions = all(["f32", "df64"], ["--tol", "1e-5", "--no-separation"]);
  const many = MANY.flatMap(([n, f]) =>
    ["regions", "lattice"].flatMap((rule) =>
      ["f32", "df64"].map((precision) => {
        const limits = names(n).flatMap((x) => ["-v", `${x}=0,1`]);
        const options = ["--rule", rule, "-p", precision, "--variant", "fused", "--no-separation"];
        const text = node(["gpu-integrate", "shader", "-f", f, ...limits, "--tol", "1e-5", ...options]);
        return { f: `${shortened(f)}, ${rule}`, precision, variant: "fused", text };
      }),
    ),
  );
  const shaders = [...grids, ...regions, ...many];
  const reports = compile(shaders.map(({ text }) => text));
  const rows = shaders.map(({ f, precision, variant, text }, k) => {
    const { statistics, assembly } = reports[k];
    const { vector, special, xor } = innerLoop(assembly);
    const values = Number(/^\/\/ inner loop +(\d+)/m.exec(text)[1]);
    return [
      f.includes(", ") ? f : `\`${f}\``,
      precision,
      variant,
      (vector / values).toFixed(2),
      (special / values).toFixed(2),
      (xor / values).toFixed(2),
      statistics.VGPRs,
      statistics["Subgroups per SIMD"],
      statistics["Spilled VGPRs"],
      statistics["Spilled SGPRs"],
      statistics.Instructions,
    ];
  });
  const more = ["special", "guards", "registers", "waves", "spilled", "scalars spilled", "in all"];
  return `${TITLE}

\`npm run bench:code\`

This is not measured on a GPU: the driver for AMD GPUs in ${reports[0].driver} (RADV) can compile for RDNA 2 without one, from the SPIR-V
that Dawn makes for the software adapter. No clock is involved, so the numbers are the same every time.

"A cell" counts the vector instructions of the inner loop; "special" and "guards" are among them. Special functions (sine,
logarithm, exponential, root, reciprocal) run at a quarter of the rate of the others. Guards are XORs that keep compilers from
simplifying exact arithmetic (changes of sign are XORs, too). "Waves" is how many fit a SIMD at the same time, at most 32; more registers
mean fewer waves to hide latencies. Spilled vector registers go to memory, scalar ones to vector registers. "In all" is the length of the
shader. The variant \`fused\` runs on devices whose fma rounds once, as this hardware's does, \`xor\` on all others.

Grids of n = 10000 on [0, π]²:

${table([["f", "precision", "variant", "a cell", ...more], ...rows.slice(0, grids.length)])}

Regions of an accuracy, per value of f, including its share of Gauss's and Kronrod's sums and of the error estimate:

${table([["f", "precision", "variant", "a value", ...more], ...rows.slice(grids.length, -many.length)])}

Four variables and more, per value of f: Genz and Malik's regions, and points of a lattice with their coordinates.

${table([["f", "precision", "variant", "a value", ...more], ...rows.slice(-many.length)])}

On paper, not measured: values of f a second at half of these GPUs' peak rates. Part of a pass runs on the CPU: about 2 µs a region for its
error and its place in the list, 5 ns a value in eight variables, for which an H100 would wait; a lattice has no such part. WebGPU's
default limits (buffers of 128 MiB) divide a pass of regions into pieces of 32 MiB, which costs nothing.

${table([
  ["f", "precision", ...Object.keys(PEAKS)],
  ...rows
    .slice(-many.length)
    .map(([f, precision, , each]) => [
      f,
      precision,
      ...Object.values(PEAKS).map((peak) => rounded(peak / 2 / each)),
    ]),
])}`;
}

/** Of a long sum its first two terms. */
function shortened(f) {
  const [first, second, ...rest] = f.split("+");
  return rest.length ? `\`${first}+${second}+…${/\)+$/.exec(f)?.[0] ?? ""}\` (${rest.length + 2}-D)` : f;
}

const rounded = (value) => Number(value.toPrecision(2)).toExponential().replace("e+", "e");
