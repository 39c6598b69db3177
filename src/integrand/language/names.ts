import { nearest } from "../../nearest.ts";
import { OPERATIONS } from "./operations.ts";

/** Words that are numbers. */
export const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E, tau: 2 * Math.PI };

/** Names that are written as name(...). */
export function isFunction(name: string): boolean {
  const operation = OPERATIONS.get(name);
  return /^[a-z]/.test(name) && operation !== undefined && !operation.hidden;
}

/** Why a name cannot be a variable's; null if it can. */
export function badName(name: string, what = "variable"): string | null {
  if (!/^[A-Za-z]\w*$/.test(name))
    return `a ${what}'s name is a letter, a to z, followed by letters, digits or _`;
  if (isFunction(name)) return `${name} is a function; choose another name`;
  return name === "inf" || Object.hasOwn(CONSTANTS, name)
    ? `${name} is a constant; choose another name`
    : null;
}

/** What to do about a name that is not declared. */
export function adviceOn(name: string, variables: readonly string[]): string {
  if (name === "inf") return "inf can only be a whole limit: inf or -inf";
  if (/^(inf(ty|inity)?|oo)$/i.test(name)) return `unknown name ${name}: write inf, as a whole limit`;
  const meant = apart(name, variables);
  if (meant) return `unknown name ${name}: write ${meant}`;
  const near = nearest(name, [...variables.filter(Boolean), ...Object.keys(CONSTANTS), ...functions()]);
  if (near) return `unknown name ${name}: did you mean ${near}?`;
  if (variables.length === 0) return `must be a constant, without ${name}`;
  const wrong = badName(name);
  return wrong ? `unknown name ${name}: ${wrong}` : `${name} needs limits, as in ${name}=0,1`;
}

/** What two words that were written as one may mean: `sinx`, `xy`. */
function apart(name: string, variables: readonly string[]): string | null {
  const isValue = (word: string) => variables.includes(word) || Object.hasOwn(CONSTANTS, word);
  for (let at = name.length - 1; at > 0; at--) {
    const [head, tail] = [name.slice(0, at), name.slice(at)];
    if (isValue(tail) && isFunction(head)) return `${head}(${tail})`;
    if (isValue(tail) && variables.includes(head)) return `${head}*${tail}`;
  }
  return null;
}

/** Functions that the language has by another way of writing. */
const WRITTEN: Readonly<Record<string, string>> = {
  mod: "x - n*floor(x/n)",
  not: "!x",
  sgn: "sign(x)",
  lg: "log10(x)",
  sinc: "sin(x)/x",
  if: "c ? a : b",
  sec: "1/cos(x)",
  csc: "1/sin(x)",
  cosec: "1/sin(x)",
  cot: "1/tan(x)",
  asinh: "log(x + sqrt(x^2 + 1))",
  acosh: "log(x + sqrt(x^2 - 1))",
  atanh: "log((1 + x)/(1 - x))/2",
};

/** What to do about a name that is called but not a function. */
export function adviceOnFunction(name: string): string {
  if (Object.hasOwn(WRITTEN, name)) return `unknown function ${name}: write ${WRITTEN[name]}`;
  const near = nearest(name, functions());
  return `unknown function ${name}${near ? `: did you mean ${near}?` : ""}`;
}

const functions = () => [...OPERATIONS.keys()].filter(isFunction);
