import { OPTIONS } from "./table.ts";

/** The text of `--help`; fits one screen of 80 columns. */
export function help(): string {
  const lines = [
    "Integrates f(x, y) over a rectangle by the midpoint rule, on a GPU or the CPU.",
    "",
    "  gpu-integrate -n 20000              20,000 x 20,000 cells on the best GPU",
    "  gpu-integrate -n 20000 -b threads   the same on all CPU cores",
    '  gpu-integrate -f "exp(-x^2-y^2)" -x -3,3 -y -3,3 --exact pi',
    "  gpu-integrate compare -n 4000       GPU and CPU threads, timed and checked",
    "  gpu-integrate sweep -n 250:8000     the same over n: from where on a GPU pays",
    "  gpu-integrate merge FILE...         puts together what --shard has printed",
    "  gpu-integrate serve                 the page, on a port of this machine",
    "  gpu-integrate adapters, or doctor   the GPUs, or all that this machine has",
  ];
  for (const [group, title] of GROUPS) {
    lines.push("", title);
    for (const { name, short, value, help } of OPTIONS.filter((option) => option.group === group)) {
      const long = name === short ? "" : `--${name}`;
      const names = [short && `-${short}`, long].filter(Boolean).join(", ");
      lines.push(`  ${`${names}${value ? ` ${value}` : ""}`.padEnd(22)}${help}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

const GROUPS = [
  ["problem", "The problem"],
  ["where", "Where it runs"],
  ["timing", "Time"],
  ["output", "Output"],
] as const;
