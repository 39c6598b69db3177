import type { Host } from "../../backend.ts";
import { regionsAlone } from "../../cpu/regions.ts";
import type { MembersDone } from "../../cpu/worker.ts";
import { IntegrateError } from "../../errors.ts";
import { type DeviceTask, makeDeviceSums } from "../../gpu/device-sums.ts";
import { allDone } from "../../gpu/errors.ts";
import { ARITHMETIC, regionsOnGpu } from "../../gpu/regions.ts";
import type { PreparedAccuracy } from "../../problem/problem.ts";
import type { Region } from "../../quadrature/coordinates/segments.ts";
import type { TileRange } from "../../quadrature/grid/plan.ts";
import { makeDeviceRule } from "../../quadrature/integrands/device-rule.ts";
import { type Integrand, makeIntegrandRule } from "../../quadrature/integrands/integrand-rule.ts";
import { makeMemberRules } from "../../quadrature/integrands/member-rule.ts";
import type { Sums } from "../../quadrature/rules/measure.ts";
import { cheapestFor } from "../accuracy/cheapest.ts";
import { adaptParts } from "../accuracy/separately.ts";
import { identityOf } from "../grid/partial-document.ts";
import type { Choice, Session } from "../session.ts";
import { makeGather } from "./gather.ts";
import { makeRecord, stoppingAt } from "./members.ts";

/** Members whose regions the device does together, a pass of all of them after the other. */
const TOGETHER = 512;

interface Surroundings {
  readonly session: Pick<Session, "gpu">;
  readonly host: Pick<Host, "now" | "pause">;
  readonly onNote: (text: string) => void;
}

/** Integrates members of a family to its accuracy on the GPU; what that cannot do is this thread's, in f64. */
export async function membersOnGpu(
  prepared: PreparedAccuracy,
  { session, host, onNote }: Surroundings,
  { precision: asked }: Pick<Choice, "precision">,
  apart: boolean,
) {
  const { method } = prepared.problem;
  const precision = asked === "f32" || asked === "df64" ? asked : cheapestFor(method.relative);
  const { identity } = await session.gpu.get();
  const current = async () => {
    const now = await session.gpu.get();
    if (identityOf(now.identity) === identityOf(identity)) return now;
    throw new IntegrateError(
      "device-lost",
      "the new device is of another kind and may round differently; run again",
    );
  };
  const device = makeDeviceSums({ integrand: prepared, precision, device: current, host, onNote });
  const rulesOf = makeMemberRules(prepared, prepared.members);
  const here = { setup: 0, close() {} };
  let onDevice = 0;

  async function together(first: number, end: number, signal: AbortSignal | undefined) {
    const stopping = stoppingAt(() => signal?.throwIfAborted(), host);
    const { pausing } = stopping;
    const gather = makeGather<DeviceTask, Sums | null>(async (tasks) => {
      signal?.throwIfAborted();
      return device.sums(tasks);
    });
    const ruleOf = rulesOf(first, end);
    const record = makeRecord(prepared, first, end);
    const one = async (k: number) => {
      const { integrand, rule, first: firstOf, parameters, costs } = ruleOf(k);
      const own = makeDeviceRule(integrand, ARITHMETIC[precision], costs);
      const sums = (regions: readonly Region[]) =>
        regions.length ? gather.ask(regions.map((region) => ({ region, parameters, rule: own }))) : NONE;
      const rest = regionsAlone(rule, pausing);
      const worker = regionsOnGpu({
        integrand,
        precision,
        rule: own,
        device: here,
        sums,
        rest,
        host: pausing,
      });
      const open = (part: Integrand) =>
        part === integrand ? worker : regionsAlone(makeIntegrandRule(part), pausing);
      try {
        record.add(k, await adaptParts(integrand, method, open, stopping, apart, firstOf, method.rule));
      } finally {
        onDevice += worker.onDevice ?? 0;
        gather.leave();
      }
    };
    for (let k = first; k < end; k++) gather.enter();
    await allDone(Array.from({ length: end - first }, (_, k) => one(first + k)));
    return record.done;
  }

  return {
    precision,
    adapter: identity,
    async run({ first, end }: TileRange, onDone: OnDone, signal: AbortSignal | undefined) {
      for (let at = first; at < end && !signal?.aborted; at += TOGETHER) {
        const piece = { first: at, end: Math.min(end, at + TOGETHER) };
        onDone(piece, await together(piece.first, piece.end, signal));
        await host.pause();
      }
    },
    onDevice: () => onDevice,
    compiling: () => device.setup / 1000,
    close: () => device.close(),
  };
}

type OnDone = (range: TileRange, done: MembersDone) => void;

const NONE: Promise<readonly (Sums | null)[]> = Promise.resolve([]);
