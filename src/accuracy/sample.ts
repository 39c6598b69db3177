import { IntegrateError } from "../errors.ts";
import { compileJavaScript } from "../integrand/javascript.ts";
import { type Tree, variable } from "../integrand/tree.ts";

/** f on a grid. */
export interface Grid {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Of f, at all y for the first x, then for the next. */
  readonly values: Float64Array;
}

/** Throws `not-finite`, with the place. */
export function sample(tree: Tree, x: Float64Array, y: Float64Array): Grid {
  const values = new Float64Array(x.length * y.length);
  // With one column per call no values are summed in blocks, so a single y takes x in its place.
  const [lines, nodes] = y.length === 1 ? [y, x] : [x, y];
  const sums = compileJavaScript(y.length === 1 ? transposed(tree) : tree);
  let count = 0;
  const add = (value: number) => {
    values[count++] = value;
  };
  for (let k = 0; k < lines.length; k++) sums(lines.subarray(k, k + 1), nodes, { add });
  const lost = values.findIndex((value) => !Number.isFinite(value));
  if (lost < 0) return { x, y, values };
  const place = `x = ${x[Math.floor(lost / y.length)]}, y = ${y[lost % y.length]}`;
  throw new IntegrateError("not-finite", `f is not finite at ${place}`);
}

/** f at one x and many y. */
export function valuesOf(tree: Tree): (x: number, ys: Float64Array) => Float64Array {
  const sums = compileJavaScript(tree);
  return (x, ys) => {
    const values = new Float64Array(ys.length);
    let count = 0;
    const add = (value: number) => {
      values[count++] = value;
    };
    sums(Float64Array.of(x), ys, { add });
    return values;
  };
}

/** f with x and y exchanged. */
export function transposed(tree: Tree): Tree {
  if (tree.kind === "variable") return variable(tree.name === "x" ? "y" : "x");
  return tree.kind === "call" ? { ...tree, args: tree.args.map(transposed) } : tree;
}
