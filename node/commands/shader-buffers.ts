import { df64Table } from "../../src/gpu/df64-table.ts";
import { memberShaders } from "../../src/gpu/members.ts";
import { integrandText } from "../../src/gpu/shader.ts";
import type { GpuPrecision } from "../../src/problem/problem.ts";
import type { Plan } from "../../src/quadrature/grid/plan.ts";
import type { Axis } from "../../src/quadrature/rules/rule.ts";

/** Lines of text, by what they are about. */
export type Facts = Readonly<Record<string, readonly string[]>>;

/** The contents of the buffer of a family's members. */
export function membersOf(plan: Plan, precision: GpuPrecision): string[] {
  const { names, count } = plan.members;
  if (!names.length) return [];
  const { of } = memberShaders(
    plan.members,
    (own) => integrandText(plan, precision, own),
    () => "",
  );
  const others = of.filter((place) => place !== of[0]).length;
  return [
    `of each of ${count} members a 0 and its ${names.join(", ")};`,
    others
      ? `a 1 in place of the 0 for ${others} whose parameters take another shader`
      : "a 1 in place of the 0 leaves it out",
  ];
}

/** The contents of the buffer of an axis' nodes. */
export function nodesOf(axis: Axis, name: string | undefined): string[] {
  if (name === undefined) return ["one 0: no variable"];
  const weights = axis.weights();
  const sum = weights?.reduce((all, weight) => all + weight, 0) ?? 0;
  return weights
    ? [
        `${axis.count} nodes of ${name}, ascending, each followed by its weight;`,
        `the weights add up to ${Math.round(sum)}`,
      ]
    : [`${axis.count} nodes of ${name}, ascending: midpoints of equal cells`];
}

const TABLE = [
  `${df64Table().length / 4} rows: (sin a, rest, cos a to 12 bits, rest), a = 2 pi k / 2048, k = 0..2047`,
  "(1, cos a - 1 in place of the cosine where a is within 10 rows of 0);",
  "(2^(j / 256), rest, 2^(j / 256) to 12 bits, rest), j = 0..255; a row of zeros;",
  "(-log(j / 256), rest, 0, 0), j = 1..511",
];

/** The bindings in a shader, in order, with their types and contents. */
export function bindingsIn(code: string, contents: Facts): string[] {
  const known: Facts = { zero: ["0, unknown to compilers"], table: TABLE, ...contents };
  const found = [...code.matchAll(/@binding\((\d)\) var<(uniform|storage, \w+)> (\w+): (.*);/g)].sort();
  return found.flatMap(([, number, space = "", name = "", type = ""]) =>
    (known[name] as readonly string[]).map((line, k) => {
      const start = k ? "" : `${number} ${name.padEnd(9)}${space.padEnd(20)} ${type.padEnd(14)}`;
      return `${start.padEnd(46)} ${line}`;
    }),
  );
}
