import { mathml } from "../../src/integrand/code/mathml.ts";
import { nameMathml } from "../../src/integrand/code/name-mathml.ts";
import { limitOf } from "../../src/integrand/language/integrand.ts";
import { parse } from "../../src/integrand/language/parse.ts";
import { namesByAxis } from "../../src/problem/family.ts";
import { MAX_AXES } from "../../src/problem/grid.ts";
import type { Variable } from "../../src/problem/variables.ts";
import { element, make } from "../dom.ts";
import { type Field, makeField, mathOf } from "./field.ts";

/** A variable's part of the formula: its integral sign with the limits, and its differential. */
interface Row {
  readonly sign: HTMLElement;
  readonly differential: HTMLElement;
  readonly fields: Readonly<Record<keyof Variable, Field>>;
}

const signs = make("span", { className: "signs" });
const typeset = make("span", { className: "typeset" });
const differentials = make("span", { className: "differentials" });
const place = element("formula");
// The integrand keeps its differentials where the line breaks.
place.append(signs, make("span", { className: "inner" }, typeset, differentials));
const rows: Row[] = [];

export function readVariables(): Variable[] {
  return rows.map(({ fields: { name, from, to } }) => ({
    name: name.input.value.trim(),
    from: from.input.value.trim(),
    to: to.input.value.trim(),
  }));
}

/** Shows these variables, from the outermost to the innermost. */
export function showVariables(variables: readonly Variable[]): void {
  while (rows.length > variables.length) {
    const { sign, differential } = rows.pop() as Row;
    sign.remove();
    differential.remove();
  }
  while (rows.length < variables.length) {
    const row = makeRow(rows.length);
    rows.push(row);
    signs.append(row.sign);
    differentials.append(row.differential);
  }
  rows.forEach(({ fields }, k) => {
    const variable = variables[k] as Variable;
    for (const part of PARTS) fields[part].input.value = variable[part];
  });
}

/** Typesets what the fields say; of what cannot be read the text, and of f what could be read last. */
export function typesetFormula(f: string, parameters: readonly string[]): void {
  const variables = readVariables();
  const names = namesByAxis(
    variables.map(({ name }) => name),
    parameters,
  );
  rows.forEach(({ fields: { name, from, to } }, k) => {
    const called = variables[k]?.name || `variable ${k + 1}`;
    name.input.ariaLabel = `Name of variable ${k + 1}`;
    from.input.ariaLabel = `Lower limit of ${called}`;
    to.input.ariaLabel = `Upper limit of ${called}`;
    name.print(name.input.value ? nameMathml(name.input.value) : null);
    for (const { input, print } of [from, to])
      print(orNull(() => mathml(limitOf(input.value, names, "limit"), names)));
    for (const { input } of [name, from, to]) input.size = Math.max(3, input.value.length + 1);
  });
  const content = orNull(() => mathml(parse(f, names), names));
  typeset.classList.toggle("stale", content === null);
  if (content !== null) typeset.replaceChildren(mathOf(content, true));
  shrink();
  // Only what scrolls needs keyboard focus.
  typeset.tabIndex = typeset.classList.contains("cut") ? 0 : -1;
}

/** A long integrand is smaller, down to half, before it scrolls. */
function shrink(): void {
  typeset.style.fontSize = "";
  typeset.classList.remove("cut");
  const { scrollWidth, clientWidth } = typeset;
  if (scrollWidth > clientWidth)
    typeset.style.fontSize = `${Math.max(0.5, (0.98 * clientWidth) / scrollWidth)}em`;
  typeset.classList.toggle("cut", typeset.scrollWidth > typeset.clientWidth);
}

/** Puts the signs in the order of integration, given from the innermost on. The focus stays where it is. */
export function arrange(order: readonly string[]): void {
  const focused = document.activeElement as HTMLElement;
  const at = ({ fields }: Row) => order.indexOf(fields.name.input.value.trim());
  const inwards = [...rows].sort((a, b) => at(b) - at(a));
  if (inwards.some(({ sign }, k) => signs.children[k] !== sign))
    signs.append(...inwards.map(({ sign }) => sign));
  const outwards = [...inwards].reverse();
  if (outwards.some(({ differential }, k) => differentials.children[k] !== differential))
    differentials.append(...outwards.map(({ differential }) => differential));
  // Moving an element takes its focus.
  if (place.contains(focused) && document.activeElement !== focused) focused.focus();
}

/** Whether someone is typing in the formula. */
export function isTyping(): boolean {
  return place.contains(document.activeElement);
}

/** One variable more, or one less: the last that f can do without. */
export function withCount(count: number, used: (name: string) => boolean): Variable[] {
  const variables = readVariables();
  while (variables.length < Math.min(count, MAX_AXES)) {
    const name = [..."xyztuvw"].find((letter) => variables.every((one) => one.name !== letter)) as string;
    const spare = spares.findLastIndex((one) => variables.every((other) => other.name !== one.name));
    variables.push(spare < 0 ? { name, from: "0", to: "1" } : (spares.splice(spare, 1)[0] as Variable));
  }
  while (variables.length > Math.max(count, 1)) {
    const idle = variables.findLastIndex(({ name }) => !used(name));
    spares.push(...variables.splice(idle, 1));
  }
  return variables;
}

/** Variables that were taken away, which come back with their limits. */
const spares: Variable[] = [];

const PARTS = ["name", "from", "to"] as const;

function makeRow(k: number): Row {
  const [name, from, to] = PARTS.map((part) => {
    const field = makeField(part);
    field.input.name = `${part}${k}`;
    return field;
  }) as [Field, Field, Field];
  const integral = mathOf('<mo largeop="true">∫</mo>', true);
  integral.setAttribute("aria-hidden", "true");
  const limits = make("span", { className: "limits" }, to.root, from.root);
  const sign = make("span", { className: "sign" });
  sign.append(integral, limits);
  const d = make("span", { className: "d", textContent: "d" });
  d.setAttribute("aria-hidden", "true");
  return {
    sign,
    differential: make("span", { className: "differential" }, d, name.root),
    fields: { name, from, to },
  };
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
