// The section of docs/benchmarks.md on what the compiler of a real GPU makes of the shaders.
import { innerLoop } from "./code-count.js";
import { openMesa } from "./code-mesa.js";
import { node } from "./own.js";
import { sectionIn, withSection } from "./section.js";
import { table } from "./table.js";

const INTEGRANDS = ["x+y", "sin(x+y)", "exp(-x^2-y^2)", "(x*y+1)^(x+y)", "1/(1+x^2+y^2)", "sqrt(x^2+y^2)"];
const VARIANTS = ["xor", "fused"];
const LIMITS = ["-x", "0,pi", "-y", "0,pi"];
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
  const reports = compile([...grids, ...regions].map(({ text }) => text));
  const rows = [...grids, ...regions].map(({ f, precision, variant, text }, k) => {
    const { statistics, assembly } = reports[k];
    const { vector, special, xor } = innerLoop(assembly);
    const values = Number(/^\/\/ inner loop +(\d+)/m.exec(text)[1]);
    return [
      `\`${f}\``,
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

Not measured on a GPU: the driver for AMD GPUs of ${reports[0].driver} (RADV) can compile for RDNA 2 without one. It gets the SPIR-V that
Dawn makes for the software adapter. No clock is read, so the numbers are the same every time.

"A cell" counts the vector instructions of the inner loop; "special" and "guards" are among them. Special functions (sine,
logarithm, exponential, root, reciprocal) run at a quarter of the rate of the others. Guards are XORs that keep compilers from
simplifying exact arithmetic (changes of sign are XORs, too). "Waves" fit a SIMD at the same time, 32 at most; more registers mean
fewer waves to hide latencies. Spilled vector registers go to memory, scalar ones to vector registers. "In all" is the length of the
shader. The variant \`fused\` runs on devices whose fma rounds once, as this hardware's does, \`xor\` on all others.

Grids of n = 10000 on [0, π]²:

${table([["f", "precision", "variant", "a cell", ...more], ...rows.slice(0, grids.length)])}

Regions of an accuracy, for each value of f, including its part in Gauss's and Kronrod's sums and in the error's estimate:

${table([["f", "precision", "variant", "a value", ...more], ...rows.slice(grids.length)])}`;
}
