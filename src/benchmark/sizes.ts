import type { Prepared } from "../problem/problem.ts";
import type { Result } from "../run/result.ts";

/** n along every axis. */
export function sidesOf({ problem }: Pick<Prepared, "problem">, n: number): number[] {
  return problem.variables.map(() => n);
}

/** The n of a result of a sweep. */
export function sideOf({ problem }: Pick<Result, "problem">): number {
  return problem.method.n[0] as number;
}
