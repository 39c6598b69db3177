import { beyondF32 } from "../integrand/code/dialects.ts";
import { type Members, valuesAt } from "../problem/family.ts";
import { BEYOND_F32, classesOf } from "./classes.ts";

/** The shaders that a family takes. */
export interface MemberShaders {
  /** Each with a member that it is for: the one in their middle. */
  readonly shaders: readonly { readonly code: string; readonly member: Members }[];
  /** Of each member the place of its shader; `BEYOND_F32` where it has none. */
  readonly of: Int16Array;
}

/**
 * One shader for all classes for which the integrand's `text` is the same: the `code` of one of them, and of the shader's
 * place. Throws `not-finite` where f32 holds no member.
 */
export function memberShaders(
  members: Members,
  text: (own: number) => string,
  code: (own: number, place: number) => string,
): MemberShaders {
  const of = classesOf(members);
  const classes = [...new Set(of)].filter((own) => own !== BEYOND_F32).sort((a, b) => a - b);
  if (!classes.length)
    throw beyondF32(valuesAt(members, 0).find((v) => !Number.isFinite(Math.fround(v))) as number);
  const texts = classes.map(text);
  const distinct = [...new Set(texts)];
  const places = new Map(classes.map((own, k) => [own, distinct.indexOf(texts[k] as string)]));
  for (const [k, own] of of.entries()) of[k] = places.get(own) ?? BEYOND_F32;
  const shaders = distinct.map((one, place) => ({
    code: code(classes[texts.indexOf(one)] as number, place),
    member: onlyMember(members, middleOf(of, place)),
  }));
  return { shaders, of };
}

function middleOf(of: Int16Array, place: number): number {
  let left = of.reduce((count, own) => count + Number(own === place), 0) >> 1;
  return of.findIndex((own) => own === place && left-- === 0);
}

/** The family of this member alone. */
function onlyMember(members: Members, k: number): Members {
  return {
    ...members,
    values: Array.from(valuesAt(members, k), (value) => Float64Array.of(value)),
    count: 1,
  };
}

/** Of each member the place of its shader, and its parameters, as shaders read them. */
export function memberTable({ values, count }: Members, of: Int16Array): Float64Array {
  const width = values.length + 1;
  const table = new Float64Array(width * count);
  for (let k = 0; k < count; k++) table[width * k] = of[k] as number;
  let each = count;
  values.forEach((own, position) => {
    each /= own.length;
    for (let k = 0; k < count; k++)
      table[width * k + position + 1] = own[Math.floor(k / each) % own.length] as number;
  });
  return table;
}
