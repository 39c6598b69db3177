import { describe, expect, it } from "vitest";
import { mapFor } from "../src/output/colours.ts";
import { columnsOf } from "../src/output/columns.ts";
import { heightsOf } from "../src/output/heights.ts";
import { toPeaks } from "../src/output/peaks.ts";
import { valuesOnCpu, valuesOnGpu } from "../src/output/picture.ts";
import { shapeOf } from "../src/output/region-shapes.ts";
import { toRim } from "../src/output/rim.ts";
import { meshOf, pixelsOf, viewOf } from "../src/output/view.ts";
import { prepareAccuracy } from "../src/problem/accuracy.ts";
import { prepare } from "../src/problem/problem.ts";
import { directions, HOME, matrixOf, moved, projected } from "../web/picture/camera.ts";
import { labelsOf, toTicks } from "../web/picture/ticks.ts";
import { useGpu } from "./gpu.ts";
import { cosineSum } from "./truth.ts";

const disc = { x: [-1, 1], y: ["-sqrt(1-x^2)", "sqrt(1-x^2)"] } as const;

describe("the values of a picture", () => {
  const gpu = useGpu();

  it.each([
    { f: "x-y", x: [0, 1], y: [0, 1] },
    { f: "exp(-t^2)", variables: { t: ["-inf", "inf"] } },
    { f: "1+y", ...disc },
    { f: "exp(-x-y)", x: [0, "inf"], y: ["x", "inf"] },
    { f: "x*y+z", ...disc, z: ["x^2", "2"] },
    { f: "x*a+y^b", x: [0, "a"], y: [1, 2], parameters: { a: [1, 2, 3], b: "0.5,1.5" } },
  ] as const)(
    "of $f are the same on the GPU as on the CPU, and blank in the same places",
    async (options) => {
      const view = viewOf(prepare({ ...options, n: 10 }), "parameters" in options ? 3 : 0);
      const { device, release } = await gpu.open();
      const points = pixelsOf(view, 128, view.names.length > 1 ? 128 : 1);
      const one = await (await valuesOnGpu(device, view.masked, view.domain))(points);
      const other = valuesOnCpu(view.masked, points);
      release();
      let blanks = 0;
      let differ = 0;
      other.forEach((value, k) => {
        const own = one[k] as number;
        blanks += Number(!Number.isFinite(value));
        if (Number.isFinite(own) !== Number.isFinite(value)) differ++;
        else if (Number.isFinite(own)) expect(Math.abs(own - value)).toBeLessThan(1e-5);
      });
      // Rounding may decide about pixels on the edge.
      expect(differ).toBeLessThan(other.length / 1000);
      expect(blanks > 0).toBe("y" in options && typeof options.y[0] === "string");
    },
  );
});

describe("the midpoint rule's columns", () => {
  const sum = (options: Parameters<typeof prepareAccuracy>[0], n: number, member = 0) =>
    columnsOf(viewOf(prepareAccuracy(options), member), n).sum;

  it("add up to its closed forms", () => {
    for (const n of [1, 2, 12, 64]) {
      expect(sum({ f: "cos(x+y)" }, n)).toBeCloseTo(cosineSum(n), 12);
      expect(sum({ f: "t^2", variables: { t: [0, 1] } }, n)).toBeCloseTo(1 / 3 - 1 / (12 * n * n), 14);
      // Reversed limits change the sign.
      expect(sum({ f: "x*y", x: [1, 0], y: [0, 2] }, n)).toBeCloseTo(-1, 14);
      // Exactly a quarter of the square of side 2, in whatever cells.
      expect(sum({ f: "1", x: [0, 1], y: [0, "x"] }, n)).toBeCloseTo(1 / 2, 14);
    }
  });

  it("over a disc are those of a grid that follows it", () => {
    const n = 8;
    let lengths = 0;
    for (let k = 0; k < n; k++) lengths += 2 * Math.sqrt(1 - (-1 + (2 * k + 1) / n) ** 2);
    expect(sum({ f: "1", ...disc }, n)).toBeCloseTo((lengths * 2) / n, 13);
  });

  it("over a disc have its area in whatever cells, whose sides follow it", () => {
    const round = { x: ["-sqrt(1-y^2)", "sqrt(1-y^2)"], y: [-1, 1] } as const;
    for (const limits of [disc, round]) {
      for (const n of [1, 2, 12, 64]) {
        const { volume } = columnsOf(viewOf(prepareAccuracy({ f: "1", ...limits })), n);
        expect(volume).toBeCloseTo(Math.PI, 7);
      }
      // The column of half a ball is as high as its middle.
      const { sum, volume, corners } = columnsOf(
        viewOf(prepareAccuracy({ f: "sqrt(1-x^2-y^2)", ...limits })),
        1,
      );
      expect([sum, volume]).toEqual([expect.closeTo(4, 12), expect.closeTo(Math.PI, 7)]);
      let drawn = 0;
      for (let k = 0; k < corners.length; k += 8) {
        const at = (c: number) =>
          [corners[k + 2 * (c % 4)], corners[k + 2 * (c % 4) + 1]] as [number, number];
        for (let c = 0; c < 4; c++) drawn += (at(c)[0] * at(c + 1)[1] - at(c + 1)[0] * at(c)[1]) / 2;
      }
      expect(drawn).toBeCloseTo(Math.PI, 2);
    }
  });

  it("say that cells are infinite", () => {
    const { volume } = columnsOf(viewOf(prepareAccuracy({ f: "exp(-x^2)", x: [0, "inf"], y: [0, 1] })), 4);
    expect(volume).toBeNull();
  });

  it("of a member have its parameters", () => {
    expect(sum({ f: "a*x", variables: { x: [0, "a"] }, parameters: { a: [1, 3] } }, 5, 1)).toBeCloseTo(
      13.5,
      13,
    );
  });

  it("stand where f is, as high as f at their centres", () => {
    const { corners, heights } = columnsOf(viewOf(prepareAccuracy({ f: "x+10*y", x: [0, 2], y: [1, 2] })), 2);
    expect([...heights]).toEqual([13, 14, 18, 19].map((v) => expect.closeTo(v - 0, 12)));
    expect([...corners.slice(0, 8)]).toEqual([0, 1, 1, 1, 1, 1.5, 0, 1.5]);
  });

  it("say where f is not finite at a centre", () => {
    expect(sum({ f: "1/x", variables: { x: [-1, 1] } }, 1)).toBeNaN();
  });
});

describe("heights", () => {
  const of = (f: string, x: readonly [number, number] = [-1, 1]) => {
    const view = viewOf(prepareAccuracy({ f, x, y: [-1, 1] }));
    const points = meshOf(view, 63);
    return heightsOf(valuesOnCpu(view.f, points), view.bounded);
  };

  it("are all of them where f is bounded, however narrow its peak", () => {
    const { high, highest } = of("exp(-1000*((x-0.31)^2+(y-0.77)^2))");
    expect(high).toBe(highest);
  });

  it("are cut off at robust quantiles where f has a pole", () => {
    for (const f of ["1/(x^2+y^2)", "1/x", "tan(pi/2*x)"]) {
      const { high, highest } = of(f);
      expect([f, high < highest, high > 1]).toEqual([f, true, true]);
    }
  });

  it("are those of nothing where f is finite nowhere", () => {
    expect(of("log(-1-x^2)")).toMatchObject({ low: 0, high: 1, least: -1, most: -1 });
  });

  it("and colours agree at the ends: the largest of one sign is lightest", () => {
    const map = mapFor([2, 5]);
    const light = (value: number) => map.colourOf(value).reduce((sum, one) => sum + one, 0);
    expect(light(5)).toBeGreaterThan(light(2));
  });
});

describe("a mesh", () => {
  it("reaches a peak that is narrower than its cells, and stays within the ranges", () => {
    const view = viewOf(
      prepareAccuracy({ f: "exp(-3000*((x-0.31)^2+(y-0.77)^2))-x/100", x: [0, 1], y: [0, 1] }),
    );
    const points = meshOf(view, 31);
    const values = valuesOnCpu(view.f, points);
    const { least, most } = heightsOf(values, true);
    const { points: moved, values: reached } = toPeaks(view, points, values, 31, [least, most]);
    expect(values[most]).toBeLessThan(0.9);
    // At the middle of the peak, 1 less 0.31 / 100; the least value is at the edge x = 1.
    expect(reached[most]).toBeCloseTo(0.9969, 4);
    expect([moved.xs[most], moved.ys[most]]).toEqual([expect.closeTo(0.31, 3), expect.closeTo(0.77, 3)]);
    expect(reached[least]).toBeCloseTo(-0.01, 6);
    expect(Math.max(...moved.xs)).toBeLessThanOrEqual(1);
  });

  it("follows the limits: its outline over a disc is the circle", () => {
    const { xs, ys } = meshOf(viewOf(prepareAccuracy({ f: "1", ...disc })), 31);
    for (let i = 0; i <= 31; i++) expect(Math.hypot(xs[i] as number, ys[i] as number)).toBeCloseTo(1, 4);
  });

  it("ends at the rim of a slice through a ball, on a circle of radius √(1 - z²)", () => {
    const ball = { ...disc, z: ["-sqrt(1-x^2-y^2)", "sqrt(1-x^2-y^2)"] } as const;
    const view = viewOf(prepareAccuracy({ f: "1", ...ball }), 0, 0.8);
    const points = meshOf(view, 31);
    const before = valuesOnCpu(view.masked, points);
    const { points: moved, values } = toRim(view, points, before, 31);
    const radius = Math.sqrt(1 - view.z ** 2);
    let rim = 0;
    values.forEach((value, k) => {
      if (!Number.isFinite(value) || Number.isFinite(before[k])) return;
      rim++;
      expect(Math.hypot(moved.xs[k] as number, moved.ys[k] as number)).toBeCloseTo(radius, 3);
    });
    expect(rim).toBeGreaterThan(60);
  });
});

describe("regions of an answer", () => {
  const whole = { centre: 0, length: 1, power: 1, from: 0, to: 1, within: null } as const;

  it("have curved sides where the limits are curves", () => {
    const both = { ...whole, centre: -1, length: 2 };
    const shape = shapeOf([both, both], [0, 1], prepareAccuracy({ f: "1", ...disc }));
    // All of the disc's outline is on the circle.
    expect(shape.length).toBeGreaterThan(16);
    for (const [x = 0, y = 0] of shape) expect(Math.hypot(x, y)).toBeCloseTo(1, 12);
    const area = shape.reduce((sum, [x = 0, y = 0], k) => {
      const [right = 0, up = 0] = shape[(k + 1) % shape.length] ?? [];
      return sum + (x * up - right * y) / 2;
    }, 0);
    expect(area).toBeGreaterThan(0.95 * Math.PI);
  });

  it("have four corners in a rectangle", () => {
    const shape = shapeOf([whole, whole], [0, 1], prepareAccuracy({ f: "1", x: [0, 1], y: [0, 1] }));
    expect(shape).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]);
  });
});

describe("ticks", () => {
  it("are told apart far from zero", () => {
    expect(labelsOf([0, 0.25])).toEqual(["0", "0.25"]);
    expect(labelsOf([100000000, 100000000.5, 100000001])).toEqual(["100000000", "+0.5", "+1"]);
  });

  it("end a range that is rounded out", () => {
    expect(toTicks([0, 0.9999], 5)).toEqual([0, 1]);
    expect(toTicks([-0.3, 1.05], 5)).toEqual([-0.5, 1.5]);
    expect(toTicks([0, 1], 5)).toEqual([0, 1]);
  });
});

describe("the camera", () => {
  it("has the origin in the middle, x to the right and heights upwards, and is bounded", () => {
    const straight = { turn: 0, tilt: 0.3, zoom: 1 };
    const at = (point: readonly [number, number, number]) => projected(matrixOf(straight, 1.5), point);
    expect(at([0, 0, 0])[0]).toBeCloseTo(0, 12);
    expect(at([0.5, 0, 0])[0]).toBeGreaterThan(0.1);
    expect(at([0, 0, 0.5])[1]).toBeGreaterThan(at([0, 0, 0])[1] + 0.1);
    // What is nearer is larger.
    expect(at([0.5, -1, 0])[0]).toBeGreaterThan(at([0.5, 1, 0])[0]);
    expect(moved(HOME, { tilt: 9 }).tilt).toBe(Math.PI / 2);
    expect(moved(HOME, { zoom: 100 }).zoom).toBe(4);
  });

  it("has directions of length one at right angles", () => {
    const { right, up, eye } = directions(moved(HOME, { turn: 1, tilt: 0.2 }));
    const dot = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, v, k) => sum + v * (b[k] as number), 0);
    for (const one of [right, up, eye]) expect(dot(one, one)).toBeCloseTo(1, 12);
    expect([dot(right, up), dot(up, eye), dot(right, eye)].map((v) => Math.abs(v) < 1e-12)).toEqual([
      true,
      true,
      true,
    ]);
  });
});
