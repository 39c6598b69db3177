import type { Interval } from "../language/interval.ts";
import { operationOf } from "../language/operations.ts";
import { tapeOf } from "../language/tape.ts";
import type { Tree, Variable } from "../language/tree.ts";
import type { Lanes } from "./lanes.ts";
import type { Node } from "./nodes.ts";
import { WORDS } from "./words.ts";

/** How a tree becomes nodes. */
export interface Lowering {
  readonly lanes: Lanes;
  leaf(variable: Variable): Node;
  /** Whether a call is to be good for most arguments alone; the others are told to `outside`. */
  isQuick(tree: Tree): boolean;
  outside(mask: Node): void;
  /** Where the tree is proven finite. */
  rangeOf(tree: Tree): Interval | null;
}

/** The tree as nodes. */
export function lower(tree: Tree, { lanes, leaf, isQuick, outside, rangeOf }: Lowering): Node {
  const isSigned = signedParts(tree);
  const nodes: Node[] = [];
  for (const { tree: part, args: places } of tapeOf(tree)) {
    const make = (): Node => {
      if (part.kind === "number") return lanes.number(part.value);
      if (part.kind === "variable") return leaf(part);
      const args = places.map((place) => nodes[place] as Node);
      const simple = SIMPLE[part.name];
      if (simple) return simple(lanes, ...args);
      const word = WORDS[part.name];
      if (!word) throw new Error(`${part.name} has no WebAssembly`);
      if (!isQuick(part)) return lanes.call(`${part.name}/${args.length}`, ...args);
      const ranges = part.args.map(rangeOf);
      const constants = part.args.map((arg) => (arg.kind === "number" ? arg.value : null));
      const place = { ranges, constants, signed: isSigned.has(part), outside };
      return word.quick ? word.quick(lanes, place, ...args) : word.total(lanes, ...args);
    };
    nodes.push(make());
  }
  return nodes.at(-1) as Node;
}

/** The parts of which it matters whether they are 0 or -0. */
function signedParts(tree: Tree): ReadonlySet<Tree> {
  const found = new Set<Tree>();
  for (const { tree: part } of [...tapeOf(tree)].reverse()) {
    if (part.kind !== "call") continue;
    const poles = operationOf(part.name).poles ?? [];
    for (const [k, arg] of part.args.entries()) if (found.has(part) || poles.includes(k)) found.add(arg);
  }
  return found;
}

type Simple = (l: Lanes, ...args: Node[]) => Node;
type One = (l: Lanes, a: Node) => Node;
type Two = (l: Lanes, a: Node, b: Node) => Node;
type Three = (l: Lanes, a: Node, b: Node, c: Node) => Node;

/** 1 or 0. */
const truth = (l: Lanes, mask: Node) => l.and(mask, l.number(1));
/** Whether a is not 0, which NaN is not. */
const isTrue = (l: Lanes, a: Node) => l.ne(a, l.number(0));
const folded =
  (two: Two): Simple =>
  (l, ...args) =>
    args.reduce((a, b) => two(l, a, b));

const square: One = (l, a) => l.mul(a, a);
const cube: One = (l, a) => l.mul(l.mul(a, a), a);

const SIMPLE: Readonly<Record<string, Simple>> = {
  "+": two((l, a, b) => l.add(a, b)),
  "-": two((l, a, b) => l.sub(a, b)),
  "*": two((l, a, b) => l.mul(a, b)),
  "/": two((l, a, b) => l.div(a, b)),
  neg: one((l, a) => l.neg(a)),
  "<": two((l, a, b) => truth(l, l.lt(a, b))),
  "<=": two((l, a, b) => truth(l, l.le(a, b))),
  ">": two((l, a, b) => truth(l, l.gt(a, b))),
  ">=": two((l, a, b) => truth(l, l.ge(a, b))),
  "==": two((l, a, b) => truth(l, l.eq(a, b))),
  "!=": two((l, a, b) => truth(l, l.ne(a, b))),
  "&&": two((l, a, b) => truth(l, l.and(isTrue(l, a), isTrue(l, b)))),
  "||": two((l, a, b) => truth(l, l.or(isTrue(l, a), isTrue(l, b)))),
  "!": one((l, a) => truth(l, l.eq(a, l.number(0)))),
  "?:": three((l, c, a, b) => l.select(isTrue(l, c), a, b)),
  sqrt: one((l, a) => l.sqrt(a)),
  abs: one((l, a) => l.abs(a)),
  floor: one((l, a) => l.floor(a)),
  ceil: one((l, a) => l.ceil(a)),
  // 0, -0 and NaN stay.
  sign: one((l, a) => l.select(l.gt(l.abs(a), l.number(0)), l.or(l.number(1), l.and(a, l.number(-0))), a)),
  // Halves go up; what becomes 0 keeps its sign.
  round: one((l, a) => {
    const below = l.floor(a);
    const up = truth(l, l.ge(l.sub(a, below), l.number(0.5)));
    return l.or(l.add(below, up), l.and(a, l.number(-0)));
  }),
  min: folded((l, a, b) => l.min(a, b)),
  max: folded((l, a, b) => l.max(a, b)),
  pow2: one(square),
  pow3: one(cube),
  pow4: one((l, a) => square(l, square(l, a))),
  pow5: one((l, a) => l.mul(square(l, square(l, a)), a)),
  pow6: one((l, a) => square(l, cube(l, a))),
  times_jacobian: two((l, f, jacobian) => l.andnot(l.mul(f, jacobian), l.eq(jacobian, l.number(0)))),
  edge: two((l, w, m) => {
    const isNear = l.ge(w, l.mul(l.number(-(2 ** -44)), m));
    const below = l.select(isNear, l.number(0), l.number(Number.NaN));
    return l.select(l.ge(w, l.number(0)), w, below);
  }),
};

function one(of: One): Simple {
  return (l, a) => of(l, a as Node);
}

function two(of: Two): Simple {
  return (l, a, b) => of(l, a as Node, b as Node);
}

function three(of: Three): Simple {
  return (l, a, b, c) => of(l, a as Node, b as Node, c as Node);
}
