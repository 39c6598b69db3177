import "../base.css";
import "./explain.css";
import { element } from "../dom.ts";
import { experiments } from "./experiments.ts";
import { reduction } from "./reduction.ts";
import { shaderView } from "./shader-view.ts";
import { stages } from "./stages.ts";

/** Fills the sections on how it works and on what goes wrong. */
export function explain(): void {
  element("understand").append(stages(), reduction(), shaderView());
  element("wrong").append(...experiments());
}
