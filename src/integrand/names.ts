import { nearest } from "../nearest.ts";
import { OPERATIONS } from "./operations.ts";

/** Words that are numbers. */
export const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E, tau: 2 * Math.PI };

/** Names that are written as name(...). */
export function isFunction(name: string): boolean {
  const operation = OPERATIONS.get(name);
  return /^[a-z]/.test(name) && operation !== undefined && !operation.hidden;
}

/** The known name that an unknown one may stand for, as the end of a sentence. */
export function suggestion(name: string): string {
  const functions = [...OPERATIONS.keys()].filter(isFunction);
  const near = nearest(name, [...functions, "x", "y", ...Object.keys(CONSTANTS)]);
  return near ? `: did you mean ${near}?` : `: use x, y, ${Object.keys(CONSTANTS).join(", ")} or a function`;
}
