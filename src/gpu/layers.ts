import { dependsOnZ, hasLayer, isWeighted } from "../integrand/code/wgsl.ts";
import { parametersIn } from "../integrand/language/tree.ts";
import type { GpuPrecision } from "../problem/problem.ts";
import type { Plan } from "../quadrature/grid/plan.ts";

/** The binding of the layers' nodes, in three variables, and that of a family's members. */
export const LAYERS = 6;
export const MEMBERS = 7;

type Layered = Pick<Plan, "weighted" | "members" | "box">;

/** Those of these two that a plan's shader has. */
export function layerBindings({ weighted: f, members, box }: Layered): (typeof LAYERS | typeof MEMBERS)[] {
  const family = members.names.length > 0;
  const zs = dependsOnZ(f) || (family && box.length > 2);
  return [...(zs ? ([LAYERS] as const) : []), ...(family ? ([MEMBERS] as const) : [])];
}

/** The function that enters a layer, unless it is one of a member whose shader is not the one at this place. */
export function layersText(plan: Layered, precision: GpuPrecision, place: number): string {
  const { weighted: f, members, box } = plan;
  const names = { [LAYERS]: "zs", [MEMBERS]: "members" };
  const bindings = layerBindings(plan).map(
    (binding) => `@group(0) @binding(${binding}) var<storage, read> ${names[binding]}: array<Value>;`,
  );
  const family = members.names.length > 0;
  const node = isWeighted(f) ? ["zs[2u * z]", "zs[2u * z + 1u]"] : ["zs[z]"];
  const given = [
    ...(dependsOnZ(f) ? node : []),
    ...parametersIn(f).map((k) => `members[at + ${k + 1}u]`),
  ].join(", ");
  const word = precision === "df64" ? "members[at].x" : "members[at]";
  const layers = box.length > 2 ? `arrayLength(&zs)${isWeighted(f) ? " / 2u" : ""}` : "1u";
  const find = [
    `  let layers = ${layers};`,
    "  let z = k % layers;",
    `  let at = ${members.names.length + 1}u * (k / layers);`,
    `  if (${word} != ${place}.0) {\n    return false;\n  }`,
  ];
  return [
    ...bindings,
    "",
    `fn enter_layer(${family ? "k" : "z"}: u32) -> bool {`,
    ...(family ? find : []),
    ...(hasLayer(f) ? [`  layer = make_layer(${given});`] : []),
    "  return true;",
    "}\n",
  ].join("\n");
}
