import { type Bounds, boundsOf } from "../../src/accuracy/bound.ts";
import { type Survey, survey } from "../../src/accuracy/survey.ts";
import { orError } from "../../src/cpu/worker.ts";
import { type Picture, pictureOnCpu } from "../../src/output/picture.ts";
import { viewOf } from "../../src/output/view.ts";
import { type Problem, prepareProblem } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/plan.ts";
import { type Sums, sumsOf } from "./sums.ts";

/** Answers that the page wants from a worker besides sums over tiles, by name. */
export interface Answers {
  picture: Picture;
  sums: Sums;
  bounds: Bounds;
  survey: Survey;
}

export type Question = { [K in keyof Answers]: Record<K, Problem> }[keyof Answers];
export type Answer = { [K in keyof Answers]: Record<K, Answers[K]> }[keyof Answers] | { error: string };

export function answer(question: Question): Answer {
  return orError((): Answer => {
    if ("picture" in question) return { picture: pictureOnCpu(viewOf(prepareProblem(question.picture))) };
    if ("bounds" in question) return { bounds: boundsOf(prepareProblem(question.bounds)) };
    if ("survey" in question) return { survey: survey(prepareProblem(question.survey)) };
    return { sums: sumsOf(makePlan(prepareProblem(question.sums))) };
  });
}
