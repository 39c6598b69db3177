import { numberLabel } from "../../src/output/axes.ts";
import { duration, grouped } from "../../src/output/units.ts";
import { type Members, memberText } from "../../src/problem/family.ts";
import type { FamilyResult } from "../../src/run/result.ts";
import { make } from "../dom.ts";
import { become, methodOf, say } from "./show-answer.ts";
import { digitsOf, minus, roundedUp } from "./value.ts";
import type { MembersTold } from "./worker-side.ts";

/** Shows how many members have values, the range of these and the least certain; and why the others have none. */
export function showMembers(
  members: Members,
  { integrals, errors, seconds, failed, reason }: MembersTold,
  done: boolean,
  how = "",
): void {
  const valued = [...integrals.keys()].filter((k) => !Number.isNaN(integrals[k]));
  const all = valued.length === integrals.length;
  const count = all ? grouped(valued.length) : `${grouped(valued.length)} of ${grouped(integrals.length)}`;
  const whole = valued.length + failed === integrals.length;
  const missing = failed ? `${grouped(failed)} without a value; the first: ${reason}` : "";
  const certainly = (textContent: string) => make("span", { className: "certain phrase", textContent });
  const range = rangeOf(integrals, errors, valued);
  const worst = valued.filter((k) => (errors[k] as number) > 0).reduce(by(errors, 1), -1);
  const least = worst < 0 ? "" : `± ${roundedUp(errors[worst] as number)}`;
  say(
    [
      certainly(`${count} integral${integrals.length > 1 ? "s" : ""}${range ? "," : ""}`),
      ...(range ? [certainly(`I(${members.names.join(", ")}) ${range}`)] : []),
      make("span", {
        className: "within",
        textContent: least && `the least certain ${least} at ${memberText(members, worst)}`,
      }),
    ],
    [how, seconds > 0 ? duration(seconds) : ""].filter(Boolean).join(", "),
    [missing, done && !whole ? "not all yet; press Run to continue" : ""].filter(Boolean).join("; "),
  );
  become(done ? (whole ? "ready" : "partial") : "working");
}

/** The same of a run's result. */
export function showFamilyResult(
  members: Members,
  { family, failures, seconds, problem }: FamilyResult,
): void {
  const { integrals, errors } = family;
  const told = { integrals, errors, seconds: seconds.compute };
  const { length: failed } = failures;
  showMembers(members, { ...told, failed, reason: failures[0]?.message ?? "" }, true, methodOf({ problem }));
}

/** `from −0.402759 to 1`, to the digits that are certain, at most six; empty without values. */
function rangeOf(integrals: Float64Array, errors: Float64Array, valued: readonly number[]): string {
  if (!valued.length) return "";
  const [low, high] = [-1, 1].map((sign) => {
    const k = valued.reduce(by(integrals, sign));
    const [value, claim] = [integrals[k] as number, errors[k] as number];
    const { certain, exponent } = digitsOf({ value, claim: Number.isNaN(claim) ? null : claim });
    return minus(numberLabel(Number(certain ? `${certain}e${exponent}` : value.toPrecision(1))));
  });
  return low === high ? `= ${low}` : `from ${low} to ${high}`;
}

/** Of two members the one with the larger value, or with sign -1 the smaller. */
function by(values: ArrayLike<number>, sign: number) {
  return (a: number, b: number) =>
    a < 0 || sign * (values[b] as number) > sign * (values[a] as number) ? b : a;
}
