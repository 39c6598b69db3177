import type { Members } from "../../src/problem/family.ts";
import { makeSlider, type Slider } from "./slider.ts";
import { short } from "./words.ts";

/** Sliders for the parameters of a family: they choose the member that the other views show. */
let sliders: Slider[] = [];
let names = "";

/** Offers a slider for each parameter; none where there is no family. */
export function offerMembers(members: Members, moved: () => void): void {
  const own = JSON.stringify([members.names, members.values.map(({ length }) => length)]);
  if (own !== names) {
    for (const old of sliders) old.remove();
    sliders = members.names.map((name, k) => {
      const { length } = members.values[k] as Float64Array;
      const slider = makeSlider(name, Math.floor(length / 2), () => {
        say(members);
        moved();
      });
      slider.offer(length - 1);
      return slider;
    });
    names = own;
  }
  say(members);
}

/** The member that the sliders stand for. */
export function chosenMember({ values }: Members): number {
  return values.reduce((at, own, k) => at * own.length + Number(sliders[k]?.input.value ?? 0), 0);
}

/** Moves the first parameter's slider by so many members, and returns the member. */
export function stepMember(members: Members, by: number): number {
  const input = sliders[0]?.input;
  if (input) {
    input.value = String(Number(input.value) + by);
    input.dispatchEvent(new Event("input"));
  }
  return chosenMember(members);
}

function say({ values }: Members): void {
  sliders.forEach((slider, k) => {
    slider.say(short(values[k]?.[Number(slider.input.value)] as number));
  });
}
