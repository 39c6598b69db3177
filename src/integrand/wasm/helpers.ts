import { type Func, moduleOf } from "./binary.ts";
import { makeEmitter } from "./emit.ts";
import { TABLE, tableBytes } from "./huge.ts";
import { makeLanes } from "./lanes.ts";
import { makeMaker, V128 } from "./nodes.ts";
import { WORDS } from "./words.ts";

/** The functions of a module. */
export interface Helpers {
  /** The number of the function that computes a word of the language for any arguments, such as "hypot/3". */
  functionOf(name: string): number;
  /** The number of another function. */
  push(made: Func): number;
  /** The module, with a memory of so many bytes. */
  finish(bytes: number): Uint8Array<ArrayBuffer>;
}

const PAGE = 2 ** 16;

export function makeHelpers(): Helpers {
  const numbers = new Map<string, number>();
  const functions: Func[] = [];
  const helpers: Helpers = {
    functionOf(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      const made = helpers.push(helper(name, helpers));
      numbers.set(name, made);
      return made;
    },
    push: (made) => functions.push(made) - 1,
    finish(bytes) {
      // Only angles of any size need the table.
      const isNeeded = ["sin/1", "cos/1", "tan/1", "tangent/1"].some((name) => numbers.has(name));
      const data = isNeeded ? [{ at: TABLE, bytes: tableBytes() }] : [];
      return moduleOf(functions, Math.ceil(bytes / PAGE), data);
    },
  };
  return helpers;
}

function helper(name: string, helpers: Helpers): Func {
  const [word = "", count] = name.split("/");
  const lanes = makeLanes(makeMaker());
  const args = Array.from({ length: Number(count) }, (_, k) => lanes.parameter(k));
  const emitter = makeEmitter({ ...helpers, parameters: args.length, variable: () => [] });
  const value = (WORDS[word] as (typeof WORDS)[string]).total(lanes, ...args);
  const body = emitter.emit([value], () => []);
  return { parameters: args.map(() => V128), results: [V128], locals: emitter.locals, body };
}
