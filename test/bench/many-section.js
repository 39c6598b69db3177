// The section of docs/benchmarks.md on many variables: a GPU's rates beside those of CPU threads.
import { run } from "./own.js";
import { sectionIn, withSection } from "./section.js";
import { table } from "./table.js";

const TITLE = "## Many variables";
const ROUNDS = 3;
const names = (n) => Array.from({ length: n }, (_, k) => `x${k + 1}`);
const unit = (n) =>
  names(n)
    .map((x) => `-v ${x}=0,1`)
    .join(" ");

/** Each takes about ten million values of f. */
const CASES = [
  [
    "cos(x1 + 2 x2 + … + 8 x8)",
    8,
    `cos(${names(8)
      .map((x, k) => `${k + 1}*${x}`)
      .join("+")})`,
  ],
  [
    "exp(-25^2 ((x1 - 1/2)^2 + …)), 5-D",
    5,
    `exp(-625*(${names(5)
      .map((x) => `(${x}-0.4)^2`)
      .join("+")}))`,
  ],
  [
    "a ball, 4-D",
    4,
    `${names(4)
      .map((x) => `${x}^2`)
      .join("+")}<1`,
  ],
];
const RULES = ["lattice", "regions"];
const WAYS = ["-b threads", "-b gpu --software -p f32", "-b gpu --software -p df64"];

/** A document with this section, measured now. */
export const withManySection = (document) => withSection(document, TITLE, makeSection());

/** This section of a document; empty if there is none. */
export const manySectionIn = (document) => sectionIn(document, TITLE);

function makeSection() {
  const cells = CASES.flatMap(([name, n, f]) =>
    RULES.map((rule) => {
      const rates = WAYS.map(() => []);
      for (let round = 0; round < ROUNDS; round++)
        for (const [k, way] of WAYS.entries()) {
          const command = `-f ${f} ${unit(n)} --no-separation --rule ${rule} --tol 1e-13 --max-evaluations 16000000 ${way}`;
          rates[k].push(rateOf(command));
        }
      return [
        `${name}, ${rule}`,
        ...rates.map((own) => cell(own)),
        ...[1, 2].map((k) => cell(rates[k].map((rate, round) => rate / rates[0][round]))),
      ];
    }),
  );
  const { host } = run("-n 100 -b serial");
  return `${TITLE}

\`npm run bench:many\`, on ${host.cores} × ${host.cpu}, ${host.runtime}; the GPU is the software adapter on the same cores.

Millions of values of f a second, without setup, for about ten million values by one rule; medians of ${ROUNDS} rounds, in which each runs
once, and the range. The last columns are multiples of the threads' rate in the same round.

${table([["f", "threads, f64", "GPU, f32", "GPU, df64", "f32 ÷ threads", "df64 ÷ threads"], ...cells])}`;
}

/** Million values a second. No tolerance is reached, so that all take as many values: the program exits with 3. */
function rateOf(command) {
  const result = () => {
    try {
      return run(command);
    } catch (error) {
      return JSON.parse(error.stdout);
    }
  };
  return result().evaluationsPerSecond / 1e6;
}

function cell(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const [least, middle, most] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  return `${middle.toPrecision(3)} (${least.toPrecision(3)} to ${most.toPrecision(3)})`;
}
