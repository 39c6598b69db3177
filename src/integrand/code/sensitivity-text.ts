import { tapeOf } from "../language/tape.ts";
import type { Tree } from "../language/tree.ts";
import { nameOf } from "../reading/sensitivity.ts";
import { MEANING, parametersText } from "./javascript-text.ts";

/**
 * `sensitivity(tree, point, flat).rounding` as a function of the point and of parameters: for integrands of which it is asked
 * thousands of times. The derivatives are the same.
 */
export function sensitivityText(tree: Tree, flat: ReadonlySet<string>): string {
  const tape = tapeOf(tree);
  const forwards: string[] = [];
  const backwards: string[] = [];
  for (const [k, { tree: part, args }] of tape.entries()) {
    if (part.kind === "number")
      forwards.push(`const t${k} = ${Object.is(part.value, -0) ? "-0" : part.value};`);
    else if (part.kind === "variable") forwards.push(`const t${k} = v${part.axis};`);
    else forwards.push(`const t${k} = ${MEANING(part.name)}(${args.map((arg) => `t${arg}`).join(", ")});`);
    const own: string[] = [];
    if (part.kind === "call" && !flat.has(part.name)) {
      for (const [at, arg] of args.entries())
        own.push(`d = ${derivative(k, part.name, args, at)}; if (d === d && d !== 0) d${arg} += d${k} * d;`);
    }
    backwards.unshift(
      `if (d${k} !== 0) { own = uncertain("${nameOf(part)}", ${[k, ...args].map((one) => `t${one}`).join(", ")}); if (own !== 0) sum += Math.abs(d${k}) * own; ${own.join(" ")} }`,
    );
  }
  const last = tape.length - 1;
  return `(uncertain) => function (v0, v1, v2, parameters) {
  ${parametersText(tree)}
  ${forwards.join(" ")}
  let own = 0, d = 0, h = 0, sum = 0, ${tape.map((_, k) => `d${k} = ${Number(k === last)}`).join(", ")};
  ${backwards.join("\n  ")}
  return sum;
}`;
}

/** Of call k by its argument at a position; otherwise a central difference in f64 has its least error with steps of 2^-17. */
function derivative(k: number, name: string, args: readonly number[], at: number): string {
  if (name === "+") return "1";
  if (name === "-") return at ? "-1" : "1";
  if (name === "neg") return "-1";
  if (name === "*") return `t${args[1 - at]}`;
  if (name === "sin") return `Math.cos(t${args[0]})`;
  if (name === "cos") return `-Math.sin(t${args[0]})`;
  if (name === "tan" || name === "tangent") return `1 + t${k} * t${k}`;
  if (name === "exp") return `t${k}`;
  if (name === "^" || name === "pow")
    return at ? `t${k} * Math.log(t${args[0]})` : `t${args[1]} * t${k} / t${args[0]}`;
  if (name === "asin" || name === "acos")
    return `${name === "asin" ? 1 : -1} / Math.sqrt(Math.max(1 - t${args[0]} * t${args[0]}, 2 ** -54))`;
  const shifted = (sign: string) =>
    `${MEANING(name)}(${args.map((arg, k) => (k === at ? `t${arg} ${sign} h` : `t${arg}`)).join(", ")})`;
  return `(h = 2 ** -17 * (Math.abs(t${args[at]}) || 1), (${shifted("+")} - ${shifted("-")}) / (2 * h))`;
}
