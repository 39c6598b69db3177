import { simplify } from "../language/simplify.ts";
import { tapeOf } from "../language/tape.ts";
import { axesOf, call, number, type Tree, variable } from "../language/tree.ts";
import { comparison, snapped, step, vanishing } from "./at-place.ts";
import { type Atoms, makeAtoms } from "./atoms.ts";
import {
  atPlace,
  beyondPlace,
  cancelsAtPlace,
  constant,
  constantIn,
  isConstantAtPlace,
  type Polynomial,
  product,
  scaled,
  sum,
  withoutCancelled,
} from "./polynomial.ts";
import { poleOf, wave } from "./turns.ts";

/**
 * The tree with c + d in place of the coordinates of axes that have a centre c, which become the distances d. Where it
 * subtracts its way to 0 at the centres, as 1 − v does at 1 or 1 − cos(x) cos(y) at 0, it is rewritten in what vanishes
 * there: the rounding of c + d would lose the distance.
 */
export function around(tree: Tree, centres: readonly (number | null)[]): Tree {
  const tape = tapeOf(tree);
  const trees: Tree[] = [];
  const polynomials: (Polynomial | null)[] = [];
  const atoms = makeAtoms();
  for (const [k, { tree: part, args }] of tape.entries()) {
    const inside = args.map((arg) => trees[arg] as Tree);
    if (part.kind === "number") {
      trees[k] = part;
      polynomials[k] = constant(part.value);
    } else if (part.kind === "variable") {
      const centre = centres[part.axis] ?? null;
      const d = variable(part.axis);
      trees[k] = centre ? call("+", number(centre), d) : part;
      polynomials[k] = centre === null ? atoms.freeOf(d) : sum(constant(centre), atoms.of(d));
    } else {
      // The size of an edge's terms says nothing of its value.
      const own = (part.name === "edge" ? args.slice(0, 1) : args).map((arg) => polynomials[arg] ?? null);
      const exact = own.includes(null) ? null : polynomialOf(part.name, own as Polynomial[], inside, atoms);
      const isSum = part.name === "+" || part.name === "-";
      const isKnown = exact && isSum && isConstantAtPlace(exact, atoms.free);
      const made = isKnown ? snapped(exact, part, centres) : exact;
      const plain = args.every((arg, i) => trees[arg] === part.args[i]) ? part : call(part.name, ...inside);
      // Made exactly 0 at the centre, so that (v - 0.3)^2 + 1e-60 keeps its 1e-60 there.
      const isZero = made && Number.isInteger(Math.log2(axesOf(part))) && cancelsAtPlace(made, atoms.free);
      polynomials[k] = isZero ? withoutCancelled(made) : made;
      trees[k] =
        (made && part.name !== "edge" && vanishing(made, atoms)) ||
        comparison(part, own, centres, atoms) ||
        step(part.name, own[0] ?? null, atoms) ||
        poleOf(part.name, own[0] ?? null, atoms) ||
        plain;
    }
  }
  return simplify(trees[tape.length - 1] as Tree);
}

function polynomialOf(
  name: string,
  args: readonly Polynomial[],
  inside: readonly Tree[],
  atoms: Atoms,
): Polynomial | null {
  const [a, b] = args as [Polynomial, Polynomial];
  const exponent = /^pow[2-6]$/.test(name) ? Number(name[3]) : name === "^" ? constantIn(b) : null;
  if (exponent !== null) return whole(a, exponent, atoms);
  if (FUNCTIONS.has(name) && !isConstantAtPlace(a, atoms.free))
    return name === "sqrt" ? atoms.rootOf(call(name, ...inside), a, true) : null;
  switch (name) {
    case "max":
    case "min": {
      const d = args.length === 2 ? vanishing(sum(a, scaled(b, -1)), atoms) : null;
      return d && sum(b, atoms.of(call(name, d, number(0))));
    }
    case "neg":
      return scaled(a, -1);
    case "+":
      return sum(a, b);
    case "-":
      return sum(a, scaled(b, -1));
    case "*":
      return atoms.withoutSquares(product(a, b));
    case "edge":
      return a;
    case "/": {
      const divisor = constantIn(b);
      return divisor ? scaled(a, 1 / divisor) : null;
    }
    case "sin":
    case "cos":
    case "tan":
    case "tangent":
    case "sinh":
    case "cosh":
      return wave(name, a, atoms);
    case "sqrt": {
      const { value } = atPlace(a);
      const d = beyondPlace(a, atoms.list);
      if (value === 0 && d) return atoms.rootOf(call(name, ...inside), a, false);
      if (!(value > 0) || !d) return null;
      const root = Math.sqrt(value);
      const change = call("/", d, call("+", number(root), call("sqrt", inside[0] as Tree)));
      return sum(constant(root), atoms.of(change));
    }
    case "exp": {
      const { value } = atPlace(a);
      const d = beyondPlace(a, atoms.list);
      // A factor next to the least number has lost its digits.
      if (!d || value < -600) return null;
      // exp(d) - 1 = tanh(d/2) (exp(d) + 1), of which no factor is infinite for a d far below 0.
      const half = call("tanh", call("*", number(0.5), d));
      const change = call("*", half, call("+", call("exp", d), number(1)));
      return sum(constant(Math.exp(value)), scaled(atoms.of(change), Math.exp(value)));
    }
    case "log":
    case "ln":
    case "log2":
    case "log10": {
      const { value } = atPlace(a);
      const d = beyondPlace(a, atoms.list);
      if (!(value > 0) || !d) return null;
      // log(1) = 0 is as uncertain as the argument.
      const start = value === 1 ? constant(0, 1) : constant(Math.log(value));
      const factor = name === "log2" ? Math.LOG2E : name === "log10" ? Math.LOG10E : 1;
      return scaled(sum(start, atoms.of(call("log1p", call("/", d, number(value))))), factor);
    }
    default:
      return null;
  }
}

const FUNCTIONS = new Set("sin cos tan tangent sinh cosh sqrt exp log ln log2 log10".split(" "));

function whole(a: Polynomial, exponent: number, atoms: Atoms): Polynomial | null {
  if (!(Number.isInteger(exponent) && exponent > 0 && exponent <= 12)) return null;
  return Array.from({ length: exponent - 1 }).reduce<Polynomial | null>(
    (power) => power && atoms.withoutSquares(product(power, a)),
    a,
  );
}
