import fc from "fast-check";

/** Random expressions of the language, with few parentheses, as people write them. */
export function expressions(
  functions: readonly string[],
  operators: readonly string[],
): fc.Arbitrary<string> {
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("x", "y") },
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
