/**
 * An expression as plain data: it crosses postMessage and JSON. Operators and functions are calls
 * alike, by their names in the table of operations.
 */
export type Tree =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "variable"; readonly name: Variable }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Tree[] };

export type Variable = "x" | "y";

export const number = (value: number): Tree => ({ kind: "number", value });
export const variable = (name: Variable): Tree => ({ kind: "variable", name });
export const call = (name: string, ...args: Tree[]): Tree => ({ kind: "call", name, args });

/** The variables that a tree's value depends on: "", "x", "y" or "xy". */
export function dependsOn(tree: Tree): "" | Variable | "xy" {
  if (tree.kind === "number") return "";
  if (tree.kind === "variable") return tree.name;
  const all = tree.args.map(dependsOn).join("");
  return all.includes("x") ? (all.includes("y") ? "xy" : "x") : all.includes("y") ? "y" : "";
}
