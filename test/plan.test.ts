import { describe, expect, it } from "vitest";
import { firstTiles, Pace } from "../src/gpu/pace.ts";
import type { RuleName } from "../src/problem/grid.ts";
import { type GpuPrecision, onGrid, prepare } from "../src/problem/problem.ts";
import {
  dispatchSize,
  makePlan,
  nodesIn,
  nodesOf,
  pieces,
  tileBounds,
  tileWidth,
} from "../src/quadrature/grid/plan.ts";
import { makeAxis, midpoints, RULES } from "../src/quadrature/rules/rule.ts";

const plan = (nx: number, ny = nx) => makePlan(prepare({ nx, ny }));

describe("tiles", () => {
  // 512 rows by clamp(2^floor(log2(sqrt(nx ny) / 32)), 128, 2048) columns.
  it.each([
    [100, 1],
    [4_000, 256],
    [20_000, 1_600],
    [1_000_000, 955_506],
  ])("%i cells per side make %i tiles", (n, tiles) => expect(plan(n).tiles).toBe(tiles));

  it.each([
    [1, 1, 128],
    [8_191, 8_191, 128],
    [8_192, 8_192, 256],
    [16_383, 16_383, 256],
    [16_384, 16_384, 512],
    [32_768, 32_768, 1_024],
    [65_535, 65_535, 1_024],
    [65_536, 65_536, 2_048],
    [131_072, 131_072, 2_048],
    [1_000_000, 1_000_000, 2_048],
    [1, 1_000_000, 128],
    [1_000_000, 67, 128],
    [1_000_000, 68, 256],
  ])("%i x %i: %i columns", (nx, ny, width) => {
    expect(tileWidth(nx, ny)).toBe(width);
    expect(tileWidth(ny, nx)).toBe(width);
  });

  it.each([
    [1, 1],
    [127, 511],
    [128, 512],
    [129, 513],
    [1, 1_000_000],
    [1_000_000, 1],
    [1_000, 3_000],
    [20_000, 20_000],
  ])("cover %i x %i cells once each", (nx, ny) => {
    const made = plan(nx, ny);
    expect(nodesIn(made, { first: 0, end: made.tiles })).toBe(nx * ny);
    for (let tile = 0; tile < made.tiles; tile++) {
      const { column, row, columns, rows } = tileBounds(made, tile);
      expect(columns).toBeGreaterThan(0);
      expect(rows).toBeGreaterThan(0);
      const right = tile % made.across === made.across - 1;
      expect(column + columns === nx).toBe(right);
      if (!right) expect(tileBounds(made, tile + 1)).toMatchObject({ column: column + columns, row });
      if (tile + made.across < made.tiles) expect(tileBounds(made, tile + made.across).row).toBe(row + rows);
      else expect(row + rows).toBe(ny);
    }
  });

  // As many nodes as cells times nodes a cell, shared edges counted once.
  it.each<[string, RuleName, number[], number[]]>([
    ["one variable", "midpoint", [1000], [1000, 1, 1]],
    ["one variable", "gauss3", [500], [1500, 1, 1]],
    ["one variable", "simpson", [1_000_000], [2_000_001, 1, 1]],
    ["two variables", "trapezoid", [700, 511], [701, 512, 1]],
    ["three variables", "midpoint", [130, 513, 7], [130, 513, 7]],
    ["three variables", "simpson", [64, 256, 2], [129, 513, 5]],
    ["three variables", "gauss16", [9, 33, 1], [144, 528, 16]],
  ])("cover the nodes of a grid in %s, %s, once each, layer by layer: %j cells", (_, rule, n, counts) => {
    const variables = { a: "0,1", b: "0,1", c: "0,1" };
    const some = Object.fromEntries(Object.entries(variables).slice(0, n.length));
    const made = makePlan(onGrid(prepare({ f: "1", variables: some }), n, rule));
    expect([made.x.count, made.y.count, made.z.count]).toEqual(counts);
    expect(nodesOf(made)).toBe(counts.reduce((a, b) => a * b));
    const seen = new Set<string>();
    let before = 0;
    for (let tile = 0; tile < made.tiles; tile++) {
      const { column, row, layer, columns, rows } = tileBounds(made, tile);
      expect(Math.min(columns, rows)).toBeGreaterThan(0);
      seen.add([column, row, layer].join());
      before += columns * rows;
      expect(nodesIn(made, { first: 0, end: tile + 1 })).toBe(before);
      expect(nodesIn(made, { first: tile, end: tile + 1 })).toBe(columns * rows);
      expect(layer).toBe(Math.floor(tile / made.perLayer));
    }
    expect(before).toBe(nodesOf(made));
    expect(seen.size).toBe(made.tiles);
  });

  it("are refused where there are too many of them", () => {
    const thin = { f: "1", x: "0,1", y: "0,1", z: "0,1", nx: 1000, ny: 1000, nz: 1_000_000 };
    expect(makePlan(prepare({ ...thin, nx: 128, ny: 512 })).tiles).toBe(1_000_000);
    expect(() => makePlan(prepare({ ...thin, nx: 9000, ny: 1, rule: "gauss2" }))).toThrow(
      "take fewer cells along the last variable",
    );
  });

  it("hold at most a million cells", () => {
    const { columns, rows } = tileBounds(plan(1_000_000), 0);
    expect(columns * rows).toBe(2 ** 20);
  });
});

describe("pieces", () => {
  it("cut ranges in order, with a new size for each piece", () => {
    const sizes = [1, 3, 100, 2, 2];
    const ranges = [
      { first: 2, end: 8 },
      { first: 20, end: 23 },
    ];
    const cut = [...pieces(ranges, () => sizes.shift() as number)].map(({ first, end }) => `${first}-${end}`);
    expect(cut).toEqual(["2-3", "3-6", "6-8", "20-22", "22-23"]);
  });

  it("are none for empty ranges", () => {
    expect([...pieces([{ first: 5, end: 5 }], () => 1)]).toEqual([]);
  });
});

describe("dispatches", () => {
  it.each([
    [1, 65_535, [1, 1]],
    [65_535, 65_535, [65_535, 1]],
    [65_536, 65_535, [32_768, 2]],
    [131_071, 65_535, [43_691, 3]],
    [7, 3, [3, 3]],
  ])("of %i tiles, at most %i per dimension", (tiles, limit, size) => {
    expect(dispatchSize(tiles, limit)).toEqual(size);
  });

  it("cover the tiles within the limit, and waste less than a row", () => {
    for (let tiles = 1; tiles < 400; tiles++) {
      const [x, y] = dispatchSize(tiles, 20);
      expect(x).toBeLessThanOrEqual(20);
      expect(y).toBeLessThanOrEqual(20);
      expect(x * y).toBeGreaterThanOrEqual(tiles);
      expect(x * y - tiles).toBeLessThan(y);
    }
  });
});

describe("midpoints", () => {
  it("are a + (i + 1/2) (b - a) / n to within two roundings", () => {
    const [a, b, n] = [-3, 7, 1000];
    midpoints([a, b], n).forEach((x, i) => {
      // Exact in integers: 2 n x = a (2 n - 2 i - 1) + b (2 i + 1).
      const scaled = a * (2 * n - 2 * i - 1) + b * (2 * i + 1);
      expect(Math.abs(x - scaled / (2 * n))).toBeLessThanOrEqual(2 ** -52 * Math.abs(x));
    });
  });

  it("are symmetric about the centre", () => {
    const x = midpoints([-Math.PI, Math.PI], 12_345);
    const mirrored = Float64Array.from(x, (value) => 0 - value).reverse();
    expect(x).toEqual(mirrored);
  });

  it("do not depend on the range they are taken from", () => {
    expect(makeAxis(RULES.midpoint, [0, 1], 1_000_000).nodes(999_990, 10)).toEqual(
      midpoints([0, 1], 1_000_000).subarray(999_990),
    );
  });

  it("descend for reversed limits", () => {
    expect([...midpoints([1, 0], 4)]).toEqual([0.875, 0.625, 0.375, 0.125]);
  });
});

describe("pace", () => {
  it("starts small, grows at most eightfold, and settles at 75 ms per submit", () => {
    const made = plan(655_360);
    const pace = new Pace(made, 2 ** 17);
    const perTile = 512 * made.width;
    const nanosecondsACell = 0.02;
    const sizes = [];
    for (let first = 0, k = 0; k < 6; k++) {
      const range = { first, end: first + pace.tiles };
      sizes.push(pace.tiles);
      pace.record(range, nodesIn(made, range) * nanosecondsACell * 1e-6);
      first = range.end;
    }
    expect(sizes.slice(0, 4)).toEqual([4, 32, 256, 2048]);
    expect(sizes[5]).toBe(Math.floor(75e6 / nanosecondsACell / perTile));
  });

  it("counts tiles, not cells, if tiles have few cells", () => {
    const pace = new Pace(plan(1_000_000, 1), 2 ** 17);
    expect(pace.tiles).toBe(64);
    pace.record({ first: 0, end: 64 }, 2);
    expect(pace.tiles).toBe(512);
    pace.record({ first: 64, end: 576 }, 15);
    expect(pace.tiles).toBe(2560);
  });

  it("begins on a GPU with 2^25 cells of a sine, 2^23 in df64, and fewer the more f costs", () => {
    const made = (f: string) => makePlan(prepare({ f, n: 655_360 }));
    const cells = 512 * plan(655_360).width;
    const first = (f: string, precision: GpuPrecision) => firstTiles(made(f), precision, false) * cells;
    expect(first("x+y", "f32")).toBe(2 ** 25);
    expect(first("x+y", "df64")).toBe(2 ** 23);
    expect(first("sin(x+y)", "fast")).toBeGreaterThan(0.9 * 2 ** 25);
    const many = Array.from({ length: 50 }, (_, k) => `sin(x*y+${k})`).join("+");
    expect(first(many, "f32")).toBeLessThan(2 ** 25 / 50);
    // What n = 10,000 takes is three submits, not the seven that 64 tiles grow to.
    const whole = plan(10_000);
    expect(whole.tiles / firstTiles(whole, "f32", false)).toBeLessThan(4);
    expect(Math.floor(firstTiles(whole, "f32", true))).toBe(33);
  });

  it("stays between one tile and the capacity", () => {
    const pace = new Pace(plan(100_000), 10);
    pace.record({ first: 0, end: 1 }, 1e6);
    expect(pace.tiles).toBe(1);
    for (let k = 0; k < 9; k++) pace.record({ first: 0, end: 10 }, 1e-9);
    expect(pace.tiles).toBe(10);
  });
});
