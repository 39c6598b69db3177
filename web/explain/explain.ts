import "./explain.css";
import { element } from "../dom.ts";
import type { Task } from "../form/form.ts";
import { experiments } from "./experiments.ts";
import { reduction } from "./reduction.ts";
import { shaderView } from "./shader-view.ts";
import { stages } from "./stages.ts";

/** Fills what is below the fold; `read` has the form as it is, and throws while it is not right. */
export async function explain(read: () => Task): Promise<void> {
  element("understand").append(stages(read), reduction(), shaderView(read));
  element("wrong").append(...experiments(read));
}
