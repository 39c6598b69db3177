import { simplify } from "./simplify.ts";
import { tapeOf } from "./tape.ts";
import { axesOf, call, number, type Tree, variable } from "./tree.ts";

/** Highest power of a polynomial that is rewritten. */
const DEGREE = 12;

/** Coefficients in the distance d, lowest first, and the sum of the magnitudes that the constant one is made of. */
interface Polynomial {
  readonly coefficients: readonly number[];
  readonly size: number;
}

/**
 * The tree with c + d in place of an axis' coordinate, which becomes the distance d. Where it subtracts its way to 0 at
 * c, as 1 − v does at 1, it is rewritten in d alone: the rounding of c + d would lose the distance.
 */
export function around(tree: Tree, axis: number, c: number): Tree {
  const tape = tapeOf(tree);
  const trees: Tree[] = [];
  const polynomials: (Polynomial | null)[] = [];
  const d = variable(axis);
  const shifted = c === 0 ? d : call("+", number(c), d);
  for (const [k, { tree: part, args }] of tape.entries()) {
    const inside = args.map((arg) => trees[arg] as Tree);
    if (part.kind === "number") {
      trees[k] = part;
      polynomials[k] = { coefficients: [part.value], size: Math.abs(part.value) };
    } else if (part.kind === "variable") {
      trees[k] = part.axis === axis ? shifted : part;
      polynomials[k] = part.axis === axis ? { coefficients: [c, 1], size: Math.abs(c) } : null;
    } else if (axesOf(part) !== 1 << axis) {
      trees[k] = args.every((arg, i) => trees[arg] === part.args[i]) ? part : call(part.name, ...inside);
      polynomials[k] = null;
    } else {
      const own = polynomialOf(
        part.name,
        args.map((arg) => polynomials[arg] ?? null),
      );
      polynomials[k] = own;
      trees[k] =
        (own && vanishing(own, d)) ??
        waveOf(part.name, polynomials[args[0] as number] ?? null, d) ??
        call(part.name, ...inside);
    }
  }
  return simplify(trees[tape.length - 1] as Tree);
}

function polynomialOf(name: string, args: readonly (Polynomial | null)[]): Polynomial | null {
  const [a, b] = args;
  if (!a || (args.length > 1 && !b)) return null;
  if (name === "neg") return scaled(a, -1);
  if (name === "+") return sum(a, b as Polynomial);
  if (name === "-") return sum(a, scaled(b as Polynomial, -1));
  if (name === "*") return product(a, b as Polynomial);
  const [divisor, ...rest] = b?.coefficients ?? [];
  if (name === "/" && divisor && !rest.length) return scaled(a, 1 / divisor);
  const exponent = /^pow[2-6]$/.test(name)
    ? Number(name[3])
    : name === "^" && !rest.length
      ? (divisor as number)
      : 0;
  if (!(Number.isInteger(exponent) && exponent > 0 && exponent * (a.coefficients.length - 1) <= DEGREE))
    return null;
  return Array.from({ length: exponent - 1 }).reduce<Polynomial | null>(
    (power) => power && product(power, a),
    a,
  );
}

const WAVES = new Set(["sin", "cos", "tan", "tangent"]);

function scaled({ coefficients, size }: Polynomial, factor: number): Polynomial {
  return { coefficients: coefficients.map((one) => one * factor), size: size * Math.abs(factor) };
}

function sum(a: Polynomial, b: Polynomial): Polynomial {
  const length = Math.max(a.coefficients.length, b.coefficients.length);
  const coefficients = Array.from({ length }, (_, k) => (a.coefficients[k] ?? 0) + (b.coefficients[k] ?? 0));
  return { coefficients, size: a.size + b.size };
}

function product(a: Polynomial, b: Polynomial): Polynomial | null {
  const length = a.coefficients.length + b.coefficients.length - 1;
  if (length > DEGREE + 1) return null;
  const coefficients = new Array<number>(length).fill(0);
  for (const [i, p] of a.coefficients.entries())
    for (const [j, q] of b.coefficients.entries())
      coefficients[i + j] = (coefficients[i + j] as number) + p * q;
  return { coefficients, size: a.size * b.size };
}

/** The polynomial as d^m (c_m + c_(m+1) d + …) if its constant is 0 but for rounding; else null. */
function vanishing({ coefficients, size }: Polynomial, d: Tree): Tree | null {
  const [constant = 0, ...rest] = coefficients;
  if (!(size > 0) || Math.abs(constant) > 4e-16 * size || rest.every((one) => one === 0)) return null;
  const first = rest.findIndex((one) => Math.abs(one) > 1e-15 * Math.max(...rest.map(Math.abs)));
  const inner = rest
    .slice(first)
    .reduceRight<Tree | null>(
      (tail, one) => (tail ? call("+", number(one), call("*", d, tail)) : number(one)),
      null,
    ) as Tree;
  const power = first === 0 ? d : call("^", d, number(first + 1));
  return call("*", power, inner);
}

/** sin, cos and tan of a linear u that is a multiple of pi/2 at d = 0, where they are 0 or infinite: the same of the rest. */
function waveOf(name: string, u: Polynomial | null, d: Tree): Tree | null {
  if (!u || !WAVES.has(name) || u.coefficients.length !== 2) return null;
  const [constant, slope] = u.coefficients as [number, number];
  const quarter = Math.round((constant / Math.PI) * 2);
  if (Math.abs(constant - (quarter * Math.PI) / 2) > 4e-16 * Math.max(u.size, 1) || quarter === 0)
    return null;
  if (name === "tan" || name === "tangent") {
    const tangent = call("tan", call("*", number(slope), d));
    return quarter % 2 ? call("/", number(-1), tangent) : tangent;
  }
  const turned = (((name === "sin" ? quarter : quarter + 1) % 4) + 4) % 4;
  if (turned % 2) return null;
  const wave = call("sin", call("*", number(slope), d));
  return turned === 0 ? wave : call("neg", wave);
}
