/** How tightly operators bind, by their names in the table of operations. */
export const PRECEDENCE: Readonly<Record<string, number>> = {
  "?:": 1,
  "||": 2,
  "&&": 3,
  "==": 5,
  "!=": 5,
  "<": 5,
  "<=": 5,
  ">": 5,
  ">=": 5,
  "+": 6,
  "-": 6,
  "*": 7,
  "/": 7,
  neg: 8,
  "!": 8,
  "^": 9,
};

/** Those of comparisons, which do not chain. */
export const COMPARISON = 5;
