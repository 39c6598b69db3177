import type { Result } from "../src/result.ts";

export function json(result: Result): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}

/** One header row and one row: the document's fields, nested names joined by dots. */
export function csv(result: Result): string {
  const cells = flatten(result);
  return `${cells.map(([name]) => name).join(",")}\n${cells.map(([, value]) => quoted(value)).join(",")}\n`;
}

/** The two lines that the lesson's programs print. */
export function lessonLines({ integral, error, seconds }: Result): string {
  const known = error === null ? "" : `, Error is ${exponent(error)}`;
  return `Integral value is ${exponent(integral)}${known}\nTime spent: ${seconds.compute.toFixed(2)} sec\n`;
}

/** The two lines, and three on what was computed, where, and how fast. */
export function human(result: Result): string {
  const { problem, seconds, samples } = result;
  const limits = (name: string, [a, b]: readonly [number, number]) => `${name} ${short(a)}..${short(b)}`;
  const grid = `${problem.nx} × ${problem.ny} = ${exponent(result.cells, 2).replace("e+0", "e")} cells`;
  const speed = [
    rate(result.cellsPerSecond),
    `setup ${duration(seconds.setup)}`,
    ...(seconds.kernel === null ? [] : [`kernel ${duration(seconds.kernel)}`]),
    ...(samples
      ? [
          `median of ${samples.length}, ${duration(Math.min(...samples))} to ${duration(Math.max(...samples))}`,
        ]
      : []),
  ];
  return [
    lessonLines(result),
    `  ∫∫ ${problem.f} dx dy   ${limits("x", problem.x)}, ${limits("y", problem.y)}   ${problem.rule}, ${grid}`,
    `  ${result.backend} ${result.precision}${where(result)}`,
    `  ${speed.join(" · ")}`,
    "",
  ].join("\n");
}

/** As C's %e prints it, with at least two digits of exponent. */
export function exponent(value: number, digits = 6): string {
  return value.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
}

function where({ adapter, threads, host }: Result): string {
  if (adapter)
    return ` on ${adapter.name}${adapter.software ? " (software adapter: the CPU runs the shader)" : ""}`;
  return threads === null ? ` on ${host.runtime}` : ` on ${threads} of ${host.cores} cores, ${host.runtime}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function rate(cellsPerSecond: number): string {
  const units = [
    [1e12, "Tcell/s"],
    [1e9, "Gcell/s"],
    [1e6, "Mcell/s"],
    [1, "cell/s"],
  ] as const;
  const [size, unit] = units.find(([one]) => cellsPerSecond >= one) ?? [1, "cell/s"];
  return `${Number((cellsPerSecond / size).toPrecision(3))} ${unit}`;
}

function duration(seconds: number): string {
  return seconds < 0.01 ? `${(seconds * 1000).toFixed(2)} ms` : `${seconds.toFixed(2)} s`;
}

function flatten(value: object, prefix = ""): [string, unknown][] {
  return Object.entries(value).flatMap(([key, field]): [string, unknown][] => {
    const name = prefix + key;
    if (key === "samples") return [[name, (field as number[]).join(" ")]];
    return field !== null && typeof field === "object" ? flatten(field, `${name}.`) : [[name, field ?? ""]];
  });
}

function quoted(value: unknown): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
