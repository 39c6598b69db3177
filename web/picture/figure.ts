import "../base.css";
import "./picture.css";
import { element, make } from "../dom.ts";

/** The parts of the figure, in their order; canvases lie over each other in a frame of a fixed aspect. */
const canvas = (className: string) => make("canvas", { className, ariaHidden: "true" });

export const parts = {
  choice: make("fieldset", { className: "view-choice single" }),
  /** The picture in space, by WebGPU. */
  space: canvas("view-space"),
  /** A pixel a value. */
  map: canvas("view-map"),
  /** Tiles of a run, over the map or the curve. */
  tiles: canvas("view-tiles"),
  /** Axes, curves and outlines. */
  marks: canvas("view-marks"),
  /** Numbers and names of axes in space. */
  labels: make("div", { className: "view-labels", ariaHidden: "true" }),
  /** The point that is read. */
  spot: make("div", { className: "view-spot", hidden: true }),
  frame: make("div", { className: "view-frame", tabIndex: 0 }),
  sliders: make("div", { className: "view-sliders" }),
  /** f where the pointer is. */
  said: make("output", { className: "view-said" }),
  caption: make("figcaption", {}),
};

const { choice, space, map, tiles, marks, labels, spot, frame, sliders, said, caption } = parts;
choice.append(make("legend", { className: "unseen", textContent: "View" }));
frame.append(map, tiles, space, marks, labels, spot);
frame.setAttribute("role", "application");
frame.ariaLabel = "The picture of f, not drawn yet";
const figure = element("view");
figure.classList.add("view");
figure.replaceChildren(said, choice, frame, sliders, caption);

/** The fewest pixels per CSS pixel: more while a picture is saved. */
export const sharpness = { least: 0 };

/** Sizes a canvas for the screen's own pixels, at most `most` per CSS pixel; returns how many these are. */
export function sizeToScreen(one: HTMLCanvasElement, most = 3): number {
  const ratio = Math.max(sharpness.least, Math.min(most, devicePixelRatio));
  const [width, height] = [frame.clientWidth, frame.clientHeight].map((side) =>
    Math.max(1, Math.round(side * ratio)),
  ) as [number, number];
  if (one.width !== width || one.height !== height) Object.assign(one, { width, height });
  return ratio;
}

/** A colour of the page's style sheet, as it is now, as red, green and blue from 0 to 1. */
export function rgbOf(name: "color" | "borderTopColor"): [number, number, number] {
  const found = getComputedStyle(frame)[name].match(/[\d.]+/g) ?? [];
  const [r = 0, g = 0, b = 0] = found.map(Number);
  return [r / 255, g / 255, b / 255];
}
