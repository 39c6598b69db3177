import { axesOf, call, PARAMETERS, type Tree, variable } from "../language/tree.ts";
import { parametersText, statements } from "./javascript-text.ts";

/** Axes from here up to the parameters' stand for parts of a tree that have a name. */
const NAMED = 3;

/**
 * Two functions: of nodes and an array, into which it writes what depends on no parameter, which is the same for all
 * members; and of nodes, that array, one member's parameters and another array, into which it writes f at all nodes,
 * columns first. What depends on parameters alone is evaluated once a member.
 */
export function familyText(tree: Tree): { text: string; shared: number } {
  const { rest, shared, constants } = apart(tree);
  const each = (statement: string) =>
    `for (let l = 0, at = 0; l < zs.length; l++) { const v2 = zs[l]; for (let j = 0; j < ys.length; j++) { const v1 = ys[j];
      for (let i = 0; i < xs.length; i++, at++) { const v0 = xs[i]; ${statement} } } }`;
  const of = (part: Tree, made: (text: string) => string) => {
    const { lines, texts } = statements([part], "part");
    return `{ ${lines.join(" ")} ${made(texts[0] as string)} }`;
  };
  const { lines, texts } = statements([rest], "cell");
  const place = (k: number) => `shared[at * ${shared.length} + ${k}]`;
  const named = shared.map(({ axis }, k) => `const v${axis} = ${place(k)};`);
  const text = `{
  share(xs, ys, zs, shared) {
    ${each(shared.map(({ part }, k) => of(part, (value) => `${place(k)} = ${value};`)).join(" "))}
  },
  values(xs, ys, zs, shared, parameters, out) {
    ${parametersText(tree)} ${constants.map(({ axis }) => `let v${axis};`).join(" ")}
    ${constants.map(({ axis, part }) => of(part, (value) => `v${axis} = ${value};`)).join(" ")}
    ${each(`${named.join(" ")} ${lines.join(" ")} out[at] = ${texts[0]};`)}
  }
}`;
  return { text, shared: shared.length };
}

interface Part {
  readonly axis: number;
  readonly part: Tree;
}

/** A tree with leaves of their own for its largest parts without parameters, and for those of parameters alone. */
function apart(tree: Tree): { rest: Tree; shared: readonly Part[]; constants: readonly Part[] } {
  const shared: Part[] = [];
  const constants: Part[] = [];
  const done = new Map<Tree, Tree>();
  const within = (part: Tree): Tree => {
    if (part.kind !== "call") return part;
    const known = done.get(part);
    if (known) return known;
    const axes = axesOf(part);
    const parts = axes < 1 << PARAMETERS ? shared : axes & ((1 << PARAMETERS) - 1) ? null : constants;
    const axis = NAMED + shared.length + constants.length;
    const made = parts && axis < PARAMETERS ? variable(axis) : call(part.name, ...part.args.map(within));
    if (made.kind === "variable") parts?.push({ axis, part });
    done.set(part, made);
    return made;
  };
  return { rest: within(tree), shared, constants };
}
