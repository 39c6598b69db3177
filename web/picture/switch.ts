import { make } from "../dom.ts";
import { parts } from "./figure.ts";

export type Kind = "surface" | "map" | "curve" | "family";

const NAMES = { surface: "Surface", map: "Map", curve: "Curve" };

/** What was chosen last, most recent first. */
let wanted: Kind[] = [];

/** Offers these views and checks the one chosen last, or else the first; returns it. A single one is not offered. */
export function offerViews(kinds: readonly Kind[], family: string, choose: () => void): Kind {
  const chosen = wanted.find((one) => kinds.includes(one)) ?? (kinds[0] as Kind);
  const radios = kinds.map((kind) => {
    const input = make("input", { type: "radio", name: "view", value: kind, checked: kind === chosen });
    input.addEventListener("change", () => {
      wanted = [kind, ...wanted.filter((one) => one !== kind)];
      choose();
    });
    return make("label", {}, input, kind === "family" ? family : NAMES[kind]);
  });
  const { choice } = parts;
  const before = [...choice.querySelectorAll("input")].map(({ value, checked }) => `${value} ${checked}`);
  const after = kinds.map((kind) => `${kind} ${kind === chosen}`);
  if (before.join() !== after.join()) choice.replaceChildren(choice.firstChild as Node, ...radios);
  choice.classList.toggle("single", kinds.length < 2);
  return chosen;
}
