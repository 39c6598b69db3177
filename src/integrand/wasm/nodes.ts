/** A WebAssembly value type, by its code in binaries. */
export const V128 = 0x7b;
export const F64 = 0x7c;
export const I64 = 0x7e;
export const I32 = 0x7f;
export type Type = typeof V128 | typeof F64 | typeof I64 | typeof I32;

/** A value in straight-line code: an instruction and its operands. Equal nodes of one maker are one object. */
export interface Node {
  readonly type: Type;
  /** The instruction's bytes, immediates included, or what stands for them. */
  readonly code: readonly number[] | Leaf;
  readonly args: readonly Node[];
  /** Axes that it depends on, as in tree.ts. */
  readonly axes: number;
  readonly id: number;
}

/** What the module's loops put in. */
export type Leaf =
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "constant"; readonly low: bigint }
  | { readonly kind: "variable"; readonly key: string }
  | { readonly kind: "call"; readonly name: string };

/** Makes nodes, each once. */
export interface Maker {
  node(type: Type, code: readonly number[], ...args: Node[]): Node;
  /** An argument of the function. */
  parameter(index: number, type?: Type): Node;
  /** A value that loops supply, such as a coordinate. */
  variable(key: string, axes: number): Node;
  /** The same bits in both lanes. */
  bits(value: bigint): Node;
  /** A call of another function of the module. */
  call(name: string, ...args: Node[]): Node;
  /** How many nodes there are. */
  count(): number;
}

export function makeMaker(): Maker {
  const known = new Map<string, Node>();
  const made = (key: string, make: (id: number) => Node): Node => {
    const found = known.get(key) ?? make(known.size);
    known.set(key, found);
    return found;
  };
  const axesOf = (args: readonly Node[]) => args.reduce((all, one) => all | one.axes, 0);
  // Most codes are shared arrays.
  const keys = new WeakMap<readonly number[], string>();
  const keyOf = (code: readonly number[]) => {
    const found = keys.get(code);
    if (found !== undefined) return found;
    const own = `${code.join(" ")};`;
    keys.set(code, own);
    return own;
  };
  return {
    count: () => known.size,
    node(type, code, ...args) {
      let key = keyOf(code);
      for (const { id } of args) key += `,${id}`;
      return made(key, (id) => ({ type, code, args, axes: axesOf(args), id }));
    },
    parameter(index, type = V128) {
      const code = { kind: "parameter", index } as const;
      return made(`p${index}`, (id) => ({ type, code, args: [], axes: 1, id }));
    },
    variable(name, axes) {
      const code = { kind: "variable", key: name } as const;
      return made(`v${name}`, (id) => ({ type: V128, code, args: [], axes, id }));
    },
    bits(value) {
      const low = BigInt.asUintN(64, value);
      const code = { kind: "constant", low } as const;
      return made(`c${low}`, (id) => ({ type: V128, code, args: [], axes: 0, id }));
    },
    call(name, ...args) {
      const code = { kind: "call", name } as const;
      const key = `${name}(${args.map(({ id }) => id).join()})`;
      return made(key, (id) => ({ type: V128, code, args, axes: axesOf(args), id }));
    },
  };
}
