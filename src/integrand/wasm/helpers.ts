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
  /** Where in memory the bits of a constant are, twice. */
  constant(bits: bigint): number;
  /** The number of another function. */
  push(made: Func): number;
  finish(): Uint8Array<ArrayBuffer>;
}

const PAGE = 2 ** 16;

/** `end`: how much memory is used; constants follow. */
export function makeHelpers(end: number): Helpers {
  const numbers = new Map<string, number>();
  const functions: Func[] = [];
  const constants = new Map<bigint, number>();
  const helpers: Helpers = {
    constant(bits) {
      const at = constants.get(bits) ?? end + 16 * constants.size;
      constants.set(bits, at);
      return at;
    },
    functionOf(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      const made = helpers.push(helper(name, helpers));
      numbers.set(name, made);
      return made;
    },
    push: (made) => functions.push(made) - 1,
    finish() {
      // Only angles of any size need the table.
      const isNeeded = ["sin/1", "cos/1", "tan/1", "tangent/1"].some((name) => numbers.has(name));
      const data = isNeeded ? [{ at: TABLE, bytes: tableBytes() }] : [];
      const words = BigUint64Array.from([...constants.keys()].flatMap((bits) => [bits, bits]));
      data.push({ at: end, bytes: [...new Uint8Array(words.buffer)] });
      return moduleOf(functions, Math.ceil((end + words.byteLength) / PAGE), data);
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
