import type { Verdict } from "../../src/benchmark/agreement.ts";
import { short, type Who } from "../../src/benchmark/labels.ts";
import { PROTOCOL, type Protocol } from "../../src/benchmark/turns.ts";
import { IntegrateError } from "../../src/errors.ts";
import { wholeIn } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { COMPILING } from "./progress.ts";

/** How often to time each contender, as the options ask. */
export function protocolIn(args: Arguments): Protocol {
  const rounds = wholeIn(args, "repeat", 1, 1_000_000);
  const warmup = wholeIn(args, "warmup", 0, 1_000_000);
  return { ...PROTOCOL, ...(rounds !== undefined && { rounds, fill: 0 }), warmup };
}

/** `in gpu f32, round 2 of 5`. */
export function inRound(contender: Who, round: number, { rounds }: Protocol): string {
  return `in ${short(contender)}, ${round ? `round ${round} of ${rounds}` : "warm-up"}`;
}

/** What a contender does before its first values of f. */
export function doing({ backend }: Who): string {
  return backend === "gpu" ? COMPILING : "starting…";
}

/** Throws, with the figures, where a result is further off than its precision promises. */
export function throwDisagreement(
  all: readonly { verdicts: readonly Verdict[]; where: string }[],
  what = "results exceed their error bounds",
): void {
  const wrong = all.flatMap(({ verdicts, where }) =>
    verdicts
      .filter(({ ok }) => ok === false)
      .map(({ name, difference }) => `${name}${where} by ${difference.toExponential(1)}`),
  );
  if (!wrong.length) return;
  throw new IntegrateError("gpu", `${what}: ${wrong.join(", ")}`);
}
