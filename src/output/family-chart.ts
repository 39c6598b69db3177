import type { Prepared, PreparedAccuracy } from "../problem/problem.ts";
import type { FamilyResult } from "../run/result.ts";
import { GREY, svgDocument } from "./axes.ts";
import { curveOf } from "./family-curve.ts";
import { mapOf } from "./family-map.ts";
import { integralText } from "./integral.ts";
import { text } from "./svg.ts";
import { grouped } from "./units.ts";

const WIDTH = 760;
const HEIGHT = 420;

/** Of one parameter the curve of I(a) with its band of error, of two a map, as an SVG document. */
export function familyChart(
  { family, failures }: FamilyResult,
  { problem, order }: Pick<Prepared | PreparedAccuracy, "problem" | "order">,
): string {
  const { integral } = integralText({ problem, order }, 60);
  const parameters = Object.entries(family.parameters);
  const { content, notes } = parameters.length > 1 ? mapOf(family, integral) : curveOf(family, integral);
  const gaps = failures.length ? [`${grouped(failures.length)} without a value`] : [];
  const ranges = parameters.map(([name, values]) => {
    const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
    return `${name} from ${low} to ${high}`;
  });
  const caption = text(76, HEIGHT - 14, [...notes, ...gaps].join("; "), `fill="${GREY}"`);
  const title = [`${integral}: ${ranges.join(", ")}`, ...notes, ...gaps].join("; ");
  return svgDocument(WIDTH, HEIGHT, title, [...content, caption].join("\n"));
}
