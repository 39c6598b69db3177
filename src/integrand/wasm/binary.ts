import type { Type } from "./nodes.ts";

/** Bytes, in lists within lists, so that code is not copied as it is put together. */
export type Code = number | readonly Code[];

/** A function of a module. */
export interface Func {
  readonly parameters: readonly Type[];
  readonly results: readonly Type[];
  /** Types of its locals, after the parameters. */
  readonly locals: readonly Type[];
  readonly body: Code;
  /** The name by which the host calls it. */
  readonly exported?: string;
}

/** A module in WebAssembly's binary format, with a memory of so many pages and what is in it at first. */
export function moduleOf(
  functions: readonly Func[],
  pages: number,
  data: readonly { readonly at: number; readonly bytes: readonly number[] }[],
): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters, results }) => [0x60, vector(parameters), vector(results)]);
  const exported = functions.flatMap(({ exported }, k) =>
    exported ? [[text(exported), 0, unsigned(k)]] : [],
  );
  const sections = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, list(types)),
    section(3, list(functions.map((_, k) => unsigned(k)))),
    section(5, [1, 0, unsigned(pages)]),
    section(7, list([[text("memory"), 2, 0], ...exported])),
    section(10, list(functions.map(code))),
    section(11, list(data.map(({ at, bytes }) => [0, i32(at), 0x0b, vector(bytes)]))),
  ];
  return Uint8Array.from(flat(sections));
}

/** i32.const. */
export const i32 = (value: number): number[] => [0x41, ...signed(value)];

/** LEB128. */
export function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

export function signed(value: number): number[] {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

export function signed64(value: bigint): number[] {
  const last = Number(value & 0x7fn);
  return value >= -0x40n && value < 0x40n ? [last] : [last | 0x80, ...signed64(value >> 7n)];
}

/** The bytes in order. */
function flat(code: Code, into: number[] = []): number[] {
  if (typeof code === "number") into.push(code);
  else
    for (let k = 0; k < code.length; k++) {
      const one = code[k] as Code;
      if (typeof one === "number") into.push(one);
      else flat(one, into);
    }
  return into;
}

function code({ locals, body }: Func): Code {
  const runs: { type: Type; count: number }[] = [];
  for (const type of locals) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ type, count: 1 });
  }
  return vector([list(runs.map(({ type, count }) => [unsigned(count), type])), body, 0x0b]);
}

/** A list preceded by how many entries it has, or bytes by their number. */
const list = (entries: readonly Code[]): Code => [unsigned(entries.length), entries];
function vector(code: Code): Code {
  const bytes = flat(code);
  return [unsigned(bytes.length), bytes];
}
const section = (id: number, content: Code): Code => [id, vector(content)];
const text = (name: string) => vector([...name].map((c) => c.charCodeAt(0)));

/** Memory operands: no offset is aligned by more than 8 bytes. */
export const memory = (offset: number): number[] => [3, ...unsigned(offset)];
