import { messageOf } from "../../src/errors.ts";
import { dialectOf, domainOf, shaderText } from "../../src/gpu/shader.ts";
import { wgslText } from "../../src/integrand/wgsl.ts";
import type { GpuPrecision } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/plan.ts";
import { make } from "../dom.ts";
import type { Task } from "../form/form.ts";

/** The WGSL of the form's problem, the code generated for its integrand highlighted; made when opened. */
export function shaderView(read: () => Task): HTMLElement {
  const code = make("code");
  const details = make(
    "details",
    {},
    make("summary", { textContent: "The WGSL shader" }),
    make("p", {
      className: "hint",
      textContent: "Highlighted: the code generated from the integrand. The rest does not depend on it.",
    }),
    make("pre", { tabIndex: 0 }, code),
  );
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    try {
      code.replaceChildren(...highlighted(read()));
      code.querySelector("mark")?.scrollIntoView({ block: "nearest" });
    } catch (error) {
      code.textContent = messageOf(error);
    }
  });
  return details;
}

function highlighted({ prepared, contenders }: Task): Node[] {
  const precision = (contenders.find(({ backend }) => backend === "gpu")?.precision ?? "f32") as GpuPrecision;
  const plan = makePlan(prepared);
  const text = shaderText(plan, precision);
  const generated = wgslText(plan.f, domainOf(plan), dialectOf(precision));
  const start = text.indexOf(generated);
  return [
    ...tokens(text.slice(0, start)),
    make("mark", { className: "generated" }, ...tokens(generated)),
    ...tokens(text.slice(start + generated.length)),
  ];
}

const PATTERN =
  /(?<comment>\/\/[^\n]*)|(?<keyword>\b(?:fn|let|var|const|struct|return|if|else|for|alias|loop|break)\b)|(?<type>\b(?:f32|u32|i32|bool|vec[234][fui]|array|ptr|bitcast)\b)|(?<attribute>@\w+)|(?<number>\b\d[\w.]*)/g;

function tokens(text: string): Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const { 0: token, index, groups = {} } of text.matchAll(PATTERN)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined) ?? "";
    nodes.push(
      document.createTextNode(text.slice(end, index)),
      make("span", { className: kind, textContent: token }),
    );
    end = index + token.length;
  }
  return [...nodes, document.createTextNode(text.slice(end))];
}
