import fc from "fast-check";
import { RULE_NAMES } from "../src/problem/grid.ts";
import type { ProblemOptions } from "../src/problem/problem.ts";

/** Random expressions of the language, with few parentheses, as people write them. */
export function expressions(
  functions: readonly string[],
  operators: readonly string[],
  names: readonly string[] = ["x", "y"],
): fc.Arbitrary<string> {
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...names) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 9 }).map(String) },
    { weight: 1, arbitrary: fc.constantFrom("0.5", "1.25", ".75", "2e-1", "pi", "e") },
  );
  const { text } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc
        .tuple(tie("text"), fc.constantFrom(...operators), tie("text"))
        .map(([left, sign, right]) => `${left} ${sign} ${right}`),
      tie("text").map((inner) => `(${inner})`),
      tie("text").map((inner) => `-${inner}`),
      fc.tuple(fc.constantFrom(...functions), tie("text")).map(([name, inner]) => `${name}(${inner})`),
      fc.tuple(tie("text"), tie("text")).map(([a, b]) => `max(${a}, ${b})`),
    ),
  }));
  return text.filter((one) => one.length < 300);
}

/** Every function of one argument. */
export const FUNCTIONS =
  "sin cos tan asin acos atan sinh cosh tanh exp log ln log2 log10 sqrt cbrt abs sign floor ceil round".split(
    " ",
  );

const OPERATORS = ["+", "-", "*", "/", "^", "<", "&&"];

/** Random integrals in one to three variables, with limits of every kind, by every rule, on a few cells. */
export const problems: fc.Arbitrary<ProblemOptions> = fc
  .shuffledSubarray(["x", "y", "z", "t", "r_1", "Phi"], { minLength: 1, maxLength: 3 })
  .chain((names) =>
    fc.record({
      f: expressions(FUNCTIONS, OPERATORS, names),
      variables: fc.tuple(...names.map((name, k) => limits(name, names.slice(0, k)))).map(Object.fromEntries),
      n: fc.integer({ min: 1, max: 3 }),
      rule: fc.constantFrom(...RULE_NAMES),
    }),
  );

/** A variable's limits, which may depend on the variables outside. */
function limits(name: string, outer: readonly string[]): fc.Arbitrary<[string, string]> {
  const constants = fc.constantFrom("0", "1", "-1", "pi/2", "3", "-0.5", "1e-3", "1000");
  const depending = () => expressions(["sin", "exp", "sqrt", "abs", "atan"], ["+", "-", "*"], outer);
  const either = fc.oneof(
    { weight: 4, arbitrary: constants },
    { weight: 1, arbitrary: fc.constantFrom("inf", "-inf") },
    ...(outer.length ? [{ weight: 3, arbitrary: depending() }] : []),
  );
  return fc.tuple(either, either).map(([from, to]) => [name, `${from},${to}`]);
}
