import "./explain.css";
import { element } from "../dom.ts";
import type { Task } from "../form/form.ts";
import { experiments } from "./experiments.ts";
import { reduction } from "./reduction.ts";
import { shaderView } from "./shader-view.ts";
import { stages } from "./stages.ts";

/** Fills the sections below the fold; `read` returns the current form and throws while it is invalid. */
export async function explain(read: () => Task): Promise<void> {
  element("understand").append(stages(read), reduction(), shaderView(read));
  element("wrong").append(...experiments(read));
}
