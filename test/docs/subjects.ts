import type { Subject } from "./regions.ts";

const UNIT = [0, 1] as const;
const PLANE = ["-inf", "inf"] as const;

/** The integrals whose regions the guide shows. */
export const SUBJECTS: readonly Subject[] = [
  {
    name: "peak",
    f: "1/(0.001+(x-0.3)^2+(y-0.6)^2)",
    x: UNIT,
    y: UNIT,
    exact: 17.495771895770762,
  },
  { name: "corner", f: "1/sqrt(x^2+y^2)", x: UNIT, y: UNIT, exact: 2 * Math.log(1 + Math.SQRT2) },
  { name: "jump", f: "(x-0.4)^2+(y-0.5)^2 < 0.1", x: UNIT, y: UNIT, exact: Math.PI / 10 },
  {
    name: "jump-unread",
    f: "(x-0.4)^2+(y-0.5)^2 < 0.1",
    x: UNIT,
    y: UNIT,
    exact: Math.PI / 10,
    unread: 100_000,
  },
  { name: "crease", f: "abs(x-0.3)*exp(x*y)", x: UNIT, y: UNIT, exact: 0.4176467279658642 },
  { name: "plane", f: "exp(-x^2-y^2)", x: PLANE, y: PLANE, exact: Math.PI },
];
