import { operationOf } from "../../src/integrand/language/operations.ts";
import { tapeOf } from "../../src/integrand/language/tape.ts";
import type { Tree } from "../../src/integrand/language/tree.ts";
import { domainFor, type Published, scaleOf } from "./suite.ts";

/** The names of functions in C that are not the language's. */
const NAMES: Readonly<Record<string, string>> = {
  abs: "fabs",
  ln: "log",
  "^": "pow",
  round: "round_up",
  log2_parts: "log2",
  tangent: "tan",
};
/** Functions of two or more. */
const CHAINED = new Set(["min", "max", "hypot"]);

/** The integrals over their boxes as C: a function each, and a table of them. */
export function cSource(integrals: readonly Published[]): string {
  const domains = integrals.map(domainFor);
  const functions = domains.map(({ f }, k) => cFunction(f, `value${k}`));
  const rows = domains.map(({ box }, k) => {
    const side = (at: 0 | 1) => `{ ${box.map((limits) => limits[at]).join(", ")} }`;
    return `  { value${k}, ${box.length}, ${side(0)}, ${side(1)}, ${scaleOf(integrals[k] as Published)}, ${integrals[k]?.value === 0 ? 1 : 0} },`;
  });
  return `${functions.join("\n")}\nstatic const struct integral INTEGRALS[] = {\n${rows.join("\n")}\n};\n`;
}

function cFunction(tree: Tree, name: string): string {
  const tape = tapeOf(tree);
  const lines = tape.map(({ tree: part, args }, k) => `  const double t${k} = ${textOf(part, args)};`);
  return `static double ${name}(const double *x) {\n${lines.join("\n")}\n  return t${tape.length - 1};\n}`;
}

function textOf(part: Tree, places: readonly number[]): string {
  if (part.kind === "number")
    return Number.isFinite(part.value) ? String(part.value) : part.value > 0 ? "INFINITY" : "-INFINITY";
  if (part.kind === "variable") return `x[${part.axis}]`;
  const args = places.map((place) => `t${place}`);
  const { js } = operationOf(part.name);
  if (js)
    return js(...args)
      .replaceAll("!==", "!=")
      .replaceAll("===", "==");
  const name = NAMES[part.name] ?? part.name;
  return CHAINED.has(name) ? args.reduce((a, b) => `${name}(${a}, ${b})`) : `${name}(${args.join(", ")})`;
}
