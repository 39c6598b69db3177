import { tapeOf } from "../language/tape.ts";
import { call, number, type Tree } from "../language/tree.ts";
import { makeAtoms } from "./atoms.ts";
import { atom, constant, constantIn, type Polynomial, product, scaled, sum } from "./polynomial.ts";

/**
 * A tree of the same value in which quadratic forms of one sign, as x² − x y + y², are sums of squares: intervals of
 * those stay on one side of 0 when x and y become infinite.
 */
export function withSquares(tree: Tree): Tree {
  const made = known.get(tree) ?? squared(tree);
  known.set(tree, made);
  return made;
}

const known = new WeakMap<Tree, Tree>();

function squared(tree: Tree): Tree {
  const tape = tapeOf(tree);
  const trees: Tree[] = [];
  const polynomials: Polynomial[] = [];
  const atoms = makeAtoms();
  for (const [k, { tree: part, args }] of tape.entries()) {
    if (part.kind !== "call") {
      trees[k] = part;
      polynomials[k] = part.kind === "number" ? constant(part.value) : atoms.of(part);
      continue;
    }
    const inside = args.map((arg) => trees[arg] as Tree);
    const own = polynomialOf(
      part.name,
      args.map((arg) => polynomials[arg] as Polynomial),
    );
    const plain = inside.every((arg, i) => arg === part.args[i]) ? part : call(part.name, ...inside);
    const isSum = part.name === "+" || part.name === "-";
    trees[k] = (isSum && own && squaresOf(own, atoms.list)) || plain;
    polynomials[k] = own ?? atoms.of(plain);
  }
  return trees.at(-1) as Tree;
}

function polynomialOf(name: string, [a, b]: readonly Polynomial[]): Polynomial | null {
  const [p, q] = [a as Polynomial, b as Polynomial];
  if (name === "neg") return scaled(p, -1);
  if (name === "+") return sum(p, q);
  if (name === "-") return sum(p, scaled(q, -1));
  if (name === "*") return product(p, q);
  if (name === "pow2") return product(p, p);
  const divisor = name === "/" ? constantIn(q) : null;
  return divisor ? scaled(p, 1 / divisor) : null;
}

/** Lagrange's reduction; null for what is no quadratic form of one sign with something to complete. */
function squaresOf(form: Polynomial, atoms: readonly Tree[]): Tree | null {
  const degree = (powers: readonly number[]) => powers.reduce((all, one) => all + one, 0);
  const terms = [...form.values()].filter(({ coefficient }) => coefficient !== 0);
  if (!terms.every(({ powers }) => degree(powers) <= 2)) return null;
  const mixed = terms.filter(({ powers }) => degree(powers) === 2 && !powers.includes(2));
  if (!mixed.length) return null;
  const used = [...atoms.keys()].filter((k) => terms.some(({ powers }) => degree(powers) === 2 && powers[k]));
  let rest = form;
  let sign = 0;
  const squares: Tree[] = [];
  for (const k of used) {
    const of = (l: number | null) => {
      const powers = atoms.map((_, i) => Number(i === k) + Number(i === l));
      return rest.get(powers.slice(0, powers.findLastIndex((one) => one > 0) + 1).join())?.coefficient ?? 0;
    };
    const factor = of(k);
    sign ||= Math.sign(factor);
    if (!(factor * sign > 0)) return null;
    const others = used.filter((l) => l > k && of(l) !== 0);
    const shift = of(null) / (2 * factor);
    // a + Σ (c_l / 2 c) a_l + shift, whose square takes all that is mixed with a.
    const parts = others.map((l) => ({ l, share: of(l) / (2 * factor) }));
    const line = parts.reduce(
      (all, { l, share }) => sum(all, scaled(atom(l), share)),
      sum(atom(k), constant(shift)),
    );
    const square = product(line, line) as Polynomial;
    rest = sum(rest, scaled(square, -factor));
    const text = parts.reduce(
      (all, { l, share }) => call("+", all, call("*", number(share), atoms[l] as Tree)),
      shift === 0 ? (atoms[k] as Tree) : call("+", atoms[k] as Tree, number(shift)),
    );
    squares.push(call("*", number(factor), call("pow2", text)));
  }
  const left = [...rest.values()]
    .filter(({ powers }) => !used.some((k) => powers[k]))
    .map(({ powers, coefficient }) => {
      const own = powers.findIndex((one) => one > 0);
      return own < 0 ? number(coefficient) : call("*", number(coefficient), atoms[own] as Tree);
    });
  return [...squares, ...left].reduce((all, one) => call("+", all, one));
}
