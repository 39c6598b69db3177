import type { Query } from "./query.ts";

/** The integral that the known value was given for, and that value while the form has another integral. */
let owner = "";
let aside = "";

type Integral = Pick<Query, "f" | "variables" | "parameters">;

const keyOf = ({ f, variables, parameters }: Integral) =>
  JSON.stringify([f.replace(/\s/g, ""), variables, parameters]);

/** The known value was given for this integral. */
export function ownKnown(integral: Integral): void {
  owner = keyOf(integral);
  aside = "";
}

/** Takes the known value away while the integral is another than its own, and brings it back. */
export function followKnown(field: HTMLInputElement, integral: Integral): void {
  const own = keyOf(integral) === owner;
  if (own && aside && !field.value) [field.value, aside] = [aside, ""];
  if (!own && field.value) [field.value, aside] = ["", field.value];
}

/** Why the field is empty. */
export function noKnown(): string {
  return aside ? `none (${aside} was another integral's)` : "none";
}
