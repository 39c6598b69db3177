import { type Code, i32, memory, unsigned } from "./binary.ts";
import { simd } from "./lanes.ts";
import { type Node, type Type, V128 } from "./nodes.ts";

/** Writes nodes as instructions of one function. */
export interface Emitter {
  readonly locals: readonly Type[];
  /** A new local. */
  local(type: Type): number;
  /** From now on these instructions are the node. */
  pin(node: Node, code: readonly number[]): void;
  /** All nodes that groups of roots need, the groups' in turn. */
  inStep(groups: readonly (readonly Node[])[]): Node[];
  /** Loads the constants that the roots need into locals. */
  keepConstants(roots: readonly Node[], place: (bits: bigint) => number): number[];
  /** Computes the nodes, which are in locals from now on. */
  keep(nodes: readonly Node[]): Code;
  /**
   * The instructions that leave each root's value on the stack, followed by what `then` does with it. What several roots
   * share is computed once.
   */
  emit(roots: readonly Node[], then: (root: number) => Code): Code;
}

/** What nodes without operands stand for. */
export interface Surroundings {
  readonly parameters: number;
  /** The instructions for a value that loops supply. */
  variable(key: string): readonly number[];
  /** The number of a function of the module. */
  functionOf(name: string): number;
}

const GET = 0x20;
export const get = (local: number) => [GET, ...unsigned(local)];
export const set = (local: number) => [0x21, ...unsigned(local)];
export const tee = (local: number) => [0x22, ...unsigned(local)];

export function makeEmitter({ parameters, variable, functionOf }: Surroundings): Emitter {
  const locals: Type[] = [];
  const pinned = new Map<Node, readonly number[]>();
  const free = new Map<Type, number[]>();
  const constants = new Map<bigint, readonly number[]>();
  const fresh = (type: Type) => parameters + locals.push(type) - 1;
  const emitter: Emitter = {
    locals,
    local: fresh,
    pin: (node, code) => void pinned.set(node, code),
    inStep(groups) {
      const seen = new Set<Node>();
      const lists = groups.map((roots) => {
        const list: Node[] = [];
        const visit = (node: Node): void => {
          if (seen.has(node) || pinned.has(node)) return;
          seen.add(node);
          node.args.forEach(visit);
          if (node.args.length) list.push(node);
        };
        roots.forEach(visit);
        return list;
      });
      const longest = Math.max(...lists.map(({ length }) => length));
      return [...Array(longest).keys()].flatMap((k) => lists.flatMap((list) => list[k] ?? []));
    },
    keepConstants(roots, place) {
      const seen = new Set<Node>();
      const out: number[] = [];
      const visit = (node: Node): void => {
        if (seen.has(node) || pinned.has(node)) return;
        seen.add(node);
        const { code } = node;
        if ("kind" in code && code.kind === "constant") {
          const own = fresh(V128);
          out.push(...i32(0), ...simd(0, ...memory(place(code.low))), ...set(own));
          pinned.set(node, get(own));
        } else node.args.forEach(visit);
      };
      roots.forEach(visit);
      return out;
    },
    keep(nodes) {
      const own = nodes.map(({ type }) => fresh(type));
      const code = emitter.emit(nodes, (k) => set(own[k] as number));
      for (const [k, node] of nodes.entries()) pinned.set(node, get(own[k] as number));
      return code;
    },
    emit(roots, then) {
      const uses = new Map<Node, number>();
      const count = (node: Node) => {
        const before = uses.get(node) ?? 0;
        uses.set(node, before + 1);
        if (before === 0 && !pinned.has(node)) node.args.forEach(count);
      };
      roots.forEach(count);
      const places = new Map<Node, number>();
      const out: Code[] = [];
      const write = (node: Node): void => {
        const left = (uses.get(node) as number) - 1;
        uses.set(node, left);
        const place = places.get(node);
        if (place !== undefined) {
          out.push(get(place));
          if (left === 0) free.get(node.type)?.push(place);
          return;
        }
        const fixed = pinned.get(node);
        if (!fixed) node.args.forEach(write);
        out.push(fixed ?? instruction(node));
        if (left === 0 || (fixed ? fixed[0] === GET : isCheap(node))) return;
        const own = free.get(node.type)?.pop() ?? fresh(node.type);
        if (!free.has(node.type)) free.set(node.type, []);
        places.set(node, own);
        out.push(tee(own));
      };
      roots.forEach((root, k) => {
        write(root);
        out.push(then(k));
      });
      return out;
    },
  };
  return emitter;
  function instruction({ code }: Node): readonly number[] {
    if (!("kind" in code)) return code;
    if (code.kind === "parameter") return get(code.index);
    if (code.kind === "variable") return variable(code.key);
    if (code.kind === "call") return [0x10, ...unsigned(functionOf(code.name))];
    const known = constants.get(code.low) ?? constant(code.low);
    constants.set(code.low, known);
    return known;
  }
}

/** v128.const, which engines keep in registers while there are any. */
function constant(bits: bigint): number[] {
  const bytes = new Uint8Array(BigUint64Array.of(bits).buffer);
  return [...simd(0x0c), ...bytes, ...bytes];
}

/** Whether it is better read again than kept. */
const isCheap = ({ code, type }: Node) =>
  type === V128 && "kind" in code && (code.kind === "constant" || code.kind === "parameter");
