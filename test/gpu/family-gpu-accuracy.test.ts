import { afterAll, expect, it } from "vitest";
import { nodeProvider } from "../../node/devices/provider.ts";
import { host } from "../../node/host.ts";
import type { Gpu } from "../../src/gpu/device.ts";
import { prepareAccuracy } from "../../src/problem/accuracy.ts";
import { valuesAt } from "../../src/problem/family.ts";
import type { Precision } from "../../src/problem/problem.ts";
import type { Limits } from "../../src/problem/variables.ts";
import { makeMembersPlan } from "../../src/quadrature/grid/work.ts";
import { integrateFamily } from "../../src/run/family/family.ts";
import { openMembers } from "../../src/run/family/open-members.ts";
import { makeSession } from "../../src/run/session.ts";

const devices: Gpu[] = [];
const plain = nodeProvider();
const session = makeSession(
  {
    ...plain,
    async openDevice() {
      const gpu = await plain.openDevice();
      devices.push(gpu);
      return gpu;
    },
  },
  host,
);
afterAll(() => session.close());

interface Asked {
  readonly f: string;
  readonly variables: Record<string, Limits>;
  readonly parameters: Record<string, string | number[]>;
  readonly tolerance: number;
  readonly precision: Precision;
}

async function family({ precision, ...options }: Asked, onPiece = () => {}) {
  const plan = makeMembersPlan(prepareAccuracy(options));
  const notes: string[] = [];
  const surroundings = { session, host, onNote: (text: string) => notes.push(text) };
  const choice = { backend: precision === "f64" ? "serial" : "gpu", precision, threads: 1 } as const;
  const result = await integrateFamily(plan, (own) => openMembers(own, surroundings, choice, true), host, {
    onMember: onPiece,
  });
  return { ...result, members: plan.members, notes };
}

const CASES: readonly Asked[] = [
  {
    f: "cos(a*sin(t))/pi",
    variables: { t: "0,pi" },
    parameters: { a: "0.5:40:9" },
    tolerance: 1e-6,
    precision: "df64",
  },
  {
    f: "exp(-a*x)*sin(y*a)",
    variables: { x: "0,1", y: "0,x" },
    parameters: { a: "0.5:5:5" },
    tolerance: 1e-4,
    precision: "f32",
  },
  {
    f: "abs(x-a)*exp(b*x)",
    variables: { x: "0,1" },
    parameters: { a: "0.1:0.9:3", b: "-1:1:3" },
    tolerance: 1e-4,
    precision: "f32",
  },
  {
    f: "x^(a-1)",
    variables: { x: "0,1" },
    parameters: { a: [0.3, 1, 2.5] },
    tolerance: 1e-5,
    precision: "f32",
  },
];

it.each(CASES)("$f in $precision: f64's values, and the bits of each member by itself", async (asked) => {
  const whole = await family(asked);
  const truth = await family({ ...asked, tolerance: 1e-10, precision: "f64" });
  expect([whole.backend, whole.precision, whole.status]).toEqual(["gpu", asked.precision, "converged"]);
  expect(whole.gpuEvaluations).toBeGreaterThan(0);
  const { integrals, errors } = whole.family;
  for (const [k, value] of integrals.entries()) {
    const away = Math.abs(value - (truth.family.integrals[k] as number));
    expect(away).toBeLessThanOrEqual((errors[k] as number) + (truth.family.errors[k] as number));
    if (k % 4) continue;
    const own = valuesAt(whole.members, k);
    const parameters = Object.fromEntries(whole.members.names.map((name, i) => [name, [own[i] as number]]));
    const alone = await family({ ...asked, parameters });
    expect([alone.family.integrals[0], alone.family.errors[0]]).toEqual([value, errors[k]]);
  }
});

it("goes on after its device is lost, to the same bits", async () => {
  const asked = { ...(CASES[0] as Asked), parameters: { a: "0:30:700" } };
  const whole = await family(asked);
  let lost = false;
  const other = await family(asked, () => {
    if (!lost) devices.at(-1)?.device.destroy();
    lost = true;
  });
  expect(lost).toBe(true);
  expect(other.notes.join()).toContain("measuring these regions again");
  expect([...other.family.integrals]).toEqual([...whole.family.integrals]);
});
