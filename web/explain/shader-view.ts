import { messageOf } from "../../src/errors.ts";
import { classesOf } from "../../src/gpu/classes.ts";
import { integrandText, shaderText } from "../../src/gpu/shader.ts";
import { grouped } from "../../src/output/units.ts";
import type { GpuPrecision } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/grid/plan.ts";
import { make } from "../dom.ts";
import { readForm } from "../form/form.ts";
import { racersOf } from "../race/contender.ts";
import { copies } from "../take/copy.ts";

/** The WGSL of the form's grid with line numbers, the code made from its integrand marked; made when opened. */
export function shaderView(): HTMLElement {
  const code = make("code");
  const about = make("p", { className: "hint" });
  const copy = make("button", { type: "button", id: "copy-shader", textContent: "Copy" });
  copy.setAttribute("aria-label", "Copy the shader");
  let text = "";
  copies(copy, () => text);
  const listing = make("pre", { tabIndex: 0 }, code);
  listing.setAttribute("role", "region");
  listing.setAttribute("aria-label", "WGSL shader");
  const details = make(
    "details",
    { className: "shader" },
    make("summary", { textContent: "The shader, in WGSL" }),
    make("div", { className: "actions" }, copy, about),
    listing,
  );
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    try {
      const made = shaderOf();
      text = made.text;
      code.replaceChildren(...linesOf(made));
      const count = text.trimEnd().split("\n").length;
      about.textContent = `${grouped(count)} lines for ${made.precision}; made from f: the marked ones. The others do not depend on it.`;
      // The listing alone scrolls, not the page.
      const marked = code.querySelector<HTMLElement>(".made");
      if (marked) listing.scrollTop = marked.offsetTop - 16;
    } catch (error) {
      about.textContent = messageOf(error);
      code.replaceChildren();
    }
  });
  return details;
}

interface Shader {
  readonly precision: GpuPrecision;
  readonly text: string;
  /** Lines [first, end) are made from the integrand. */
  readonly first: number;
  readonly end: number;
}

function shaderOf(): Shader {
  const task = readForm();
  const precision = racersOf(task)[0]?.precision as GpuPrecision;
  const plan = makePlan(task.prepared);
  const text = shaderText(plan, precision);
  const made = integrandText(plan, precision, classesOf(plan.members)[0] as number);
  const start = text.indexOf(made);
  const lines = (part: string) => part.split("\n").length - 1;
  const first = lines(text.slice(0, Math.max(0, start)));
  return { precision, text, first, end: start < 0 ? first : first + lines(made.trimEnd()) + 1 };
}

const PATTERN =
  /(?<comment>\/\/[^\n]*)|(?<keyword>\b(?:fn|let|var|const|struct|return|if|else|for|alias|loop|break)\b)|(?<type>\b(?:f32|u32|i32|bool|vec[234][fui]|array|ptr|bitcast)\b)|(?<attribute>@\w+)|(?<number>\b\d[\w.]*)/g;

function linesOf({ text, first, end }: Shader): Node[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line, k) =>
      make("span", { className: k >= first && k < end ? "line made" : "line" }, ...tokens(line), "\n"),
    );
}

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
