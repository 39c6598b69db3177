import { IntegrateError } from "../../errors.ts";
import type { Tree } from "../language/tree.ts";
import { MEANINGS } from "./javascript-text.ts";

/** The compiled form, or the interpreted one where code generation is forbidden. */
export function orElse<T>(make: () => T, otherwise: T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof IntegrateError && error.code === "worker") return otherwise;
    throw error;
  }
}

/** Caches what `make` returns for each tree. */
export function once<T>(compile: (tree: Tree) => T): (tree: Tree) => T {
  const known = new WeakMap<Tree, T>();
  return (tree) => {
    const made = known.get(tree) ?? compile(tree);
    known.set(tree, made);
    return made;
  };
}

/** What a JavaScript text of trees comes to. Throws `worker` where code may not be made. */
export function compiled(text: string): unknown {
  // Only the meanings that it calls: each name costs time to compile.
  const names = [...new Set(text.match(/\bf\d+\b/g))];
  const values = names.map((name) => MEANINGS[Number(name.slice(1))]);
  try {
    return new Function("room", ...names, `"use strict"; return ${text};`)(makeRoom(), ...values);
  } catch (cause) {
    if (!(cause instanceof EvalError)) throw cause;
    const by = "by --disallow-code-generation-from-strings or a Content-Security-Policy";
    const message = `the CPU backends turn f into JavaScript, which is forbidden here (${by}): allow it, or use the GPU`;
    throw new IntegrateError("worker", message, { cause });
  }
}

/** Arrays that a function keeps from call to call, by their numbers. */
function makeRoom(): (k: number, length: number) => Float64Array {
  const kept: Float64Array[] = [];
  return (k, length) => {
    const found = kept[k];
    if (found && found.length >= length) return found;
    kept[k] = new Float64Array(length);
    return kept[k];
  };
}
