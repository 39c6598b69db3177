import { type Bounds, boundsOf } from "../../src/accuracy/bound.ts";
import { type Survey, survey } from "../../src/accuracy/survey.ts";
import { orError } from "../../src/cpu/worker.ts";
import type { Tree } from "../../src/integrand/language/tree.ts";
import { type Points, valuesOnCpu } from "../../src/output/picture.ts";
import { type Problem, prepareProblem } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/grid/plan.ts";
import { type Sums, sumsOf } from "./sums.ts";

/** Answers that the page wants from a worker besides sums over tiles, by name. */
export interface Answers {
  sums: Sums;
  bounds: Bounds;
  survey: Survey;
}

/** Values of f for the picture. */
interface Picture {
  f: Tree;
  points: Points;
}

export type Question = { [K in keyof Answers]: Record<K, Problem> }[keyof Answers] | { picture: Picture };
export type Answer =
  | { [K in keyof Answers]: Record<K, Answers[K]> }[keyof Answers]
  | { picture: Float32Array }
  | { error: string };

export function answer(question: Question): Answer {
  return orError((): Answer => {
    if ("picture" in question) return { picture: valuesOnCpu(question.picture.f, question.picture.points) };
    if ("bounds" in question) return { bounds: boundsOf(prepareProblem(question.bounds)) };
    if ("survey" in question) return { survey: survey(prepareProblem(question.survey)) };
    return { sums: sumsOf(makePlan(prepareProblem(question.sums))) };
  });
}
