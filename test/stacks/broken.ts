import { probeVariant } from "../../src/gpu/arithmetic.ts";
import { probeFunctions } from "../../src/gpu/function-probe.ts";
import type { Variant } from "../../src/gpu/variant.ts";

/** A step of the shaders as a compiler rewrites it that takes f32 for the real numbers. */
export interface Broken {
  readonly variant: Variant;
  readonly from: string;
  readonly to: string;
}

const both = ([from, to]: readonly [string, string]): Broken[] => [
  { variant: "xor", from, to },
  { variant: "fused", from, to },
];
const inVariant =
  (variant: Variant) =>
  ([from, to]: readonly [string, string]): Broken => ({ variant, from, to });

/** By algebra: every one of these is an identity, and none holds in f32. df64's steps in `fused` need a fused fma. */
export const REWRITTEN: readonly Broken[] = [
  ...(
    [
      ["let b_part = opaque(s - a);", "let b_part = b;"],
      ["let a_part = opaque(s - b_part);", "let a_part = a;"],
      ["opaque(a - a_part) + opaque(b - b_part)", "opaque(a - a_part)"],
      ["return vec2f(s, opaque(b - opaque(s - a)));", "return vec2f(s, 0.0);"],
      ["return vec2f(rounded, rounded - ROUND);", "return vec2f(rounded, x * scale);"],
      ["return vec2f(p, e + a_rest * b_rest);", "return vec2f(p, 0.0);"],
      ["opaque(opaque(a_head * b_head - p) + a_head * b_rest)", "opaque(a_head * b - p)"],
      [
        "opaque(opaque(a_head * b_head - p) + a_head * b_rest) + a_rest * b_head",
        "a * b_head - p + a_head * b_rest",
      ],
      [
        "opaque(opaque(x.x - whole * step.first) - whole * step.second)",
        "opaque(x.x - whole * (step.first + step.second))",
      ],
      ["opaque(r.x - r_head) + r.y", "r.x - r.x + r.y"],
      ["let left = opaque(opaque(a.x - p.x) - p.y) +", "let left = opaque(a.x - q * b.x) +"],
      ["let left = opaque(opaque(x.x - p.x) - p.y) +", "let left = opaque(x.x - s * s) +"],
      ["s.y + opaque(a.y + b.y)", "a.y + b.y"],
      [
        "two_sum(opaque(m_head * c - 1.0), opaque(opaque(m.x - m_head) * c))",
        "two_sum(opaque(m.x * c - 1.0), 0.0)",
      ],
      ["let c = opaque(rounded - ROUND) * 0.00390625", "let c = 1.0 / m.x"],
      ["opaque(opaque(x.x - m * TURN_1) - m * TURN_2)", "opaque(x.x - m * (TURN_1 + TURN_2))"],
      [
        "opaque(opaque(x.x * (0.15915494309189535 / turns) + ROUND) - ROUND)",
        "(x.x * (0.15915494309189535 / turns))",
      ],
      ["return vec2f(all.x, errors + rests);", "return vec2f(all.x, rests);"],
      ["two_sum(sum.y, opaque(first.y + low))", "two_sum(sum.y, low)"],
    ] as const
  ).map(inVariant("xor")),
  ...(
    [
      ["let b_part = fma(s, one(), -a);\n  let a_rest", "let b_part = b;\n  let a_rest"],
      ["let a_rest = fma(b_part, one(), -s);", "let a_rest = -a;"],
      ["fma(a_rest, one(), a) + fma(-b_part, one(), b)", "fma(a_rest, one(), a)"],
      ["return vec2f(s, fma(-b_part, one(), b));", "return vec2f(s, 0.0);"],
      ["fma(rounded, one(), -ROUND)", "x * scale"],
    ] as const
  ).map(inVariant("fused")),
  ...(
    [
      ["return vec2f(s, opaque(opaque(a - s) - b));", "return vec2f(s, 0.0);"],
      ["opaque(opaque(x - k * PI_1) - k * PI_2) - k * PI_3", "x - k * (PI_1 + PI_2 + PI_3)"],
      ["opaque(x - k * NEAR_PI_1) - k * NEAR_PI_2", "x - k * (NEAR_PI_1 + NEAR_PI_2)"],
      ["without_multiple(x, opaque(rounded - ROUND) + 0.5)", "without_multiple(x, x * INV_PI)"],
      ["without_near_multiple(x, opaque(rounded - ROUND) + 0.5)", "without_near_multiple(x, x * INV_PI)"],
      ["opaque(opaque(x - k * HALF_PI_1) - k * HALF_PI_2)", "opaque(x - k * (HALF_PI_1 + HALF_PI_2))"],
      ["let k = opaque(rounded - ROUND);", "let k = x * TWO_OVER_PI;"],
      ["opaque(x - k.y * LN2_1) - k.y * LN2_2", "x - k.y * (LN2_1 + LN2_2)"],
      ["let sum_rest = b.r - opaque_sum(sum_head, -2.0);", "let sum_rest = sum - sum_head;"],
      ["(opaque(b.r - s_head * sum_head) - s_head * sum_rest)", "(b.r - s_head * sum)"],
      [
        "opaque_sum(opaque_sum(opaque_sum(b.k, -value_head), main), rest)",
        "opaque_sum(b.k + main, -value_head) + rest",
      ],
      [
        "opaque_sum(opaque_sum(opaque_sum(b.k, -value_head), main), rest)",
        "opaque_sum(opaque_sum(b.k, -value_head), main + rest)",
      ],
      [
        "opaque_sum(opaque_sum(opaque_sum(rounded, -ROUND), -main), -rest)",
        "opaque_sum(opaque_sum(rounded, -ROUND), -(main + rest))",
      ],
      [
        "opaque_sum(opaque_sum(opaque_sum(rounded, -ROUND), -main), -rest)",
        "opaque_sum(main + rest, -(main + rest))",
      ],
    ] as const
  ).flatMap(both),
];

/** Guards without which Mesa's optimizer breaks a step by itself. */
export const UNGUARDED: readonly Broken[] = (
  [
    ["let s = opaque(a + b);", "let s = a + b;"],
    ["return opaque(a + b);", "return a + b;"],
    ["opaque(x * scale + ROUND)", "(x * scale + ROUND)"],
    ["opaque(opaque(x * INV_PI - 0.5) + ROUND)", "(opaque(x * INV_PI - 0.5) + ROUND)"],
    ["opaque(rounded - ROUND) + 0.5", "(rounded - ROUND) + 0.5"],
    ["opaque(x * TWO_OVER_PI + ROUND)", "(x * TWO_OVER_PI + ROUND)"],
    ["opaque_sum(opaque_sum(main, rest), ROUND)", "(opaque_sum(main, rest) + ROUND)"],
    ["opaque(x.x * (0.15915494309189535 / turns) + ROUND)", "(x.x * (0.15915494309189535 / turns) + ROUND)"],
    ["opaque(256.0 / m.x + ROUND)", "(256.0 / m.x + ROUND)"],
  ] as const
).map(inVariant("xor"));

/** Those of them that a device's probes do not refuse. */
export async function notRefused(device: GPUDevice, all: readonly Broken[]): Promise<Broken[]> {
  const create = device.createShaderModule.bind(device);
  const found: Broken[] = [];
  for (const one of all) {
    let changed = false;
    device.createShaderModule = (descriptor) => {
      const code = descriptor.code.replaceAll(one.from, () => one.to);
      changed ||= code !== descriptor.code;
      return create({ ...descriptor, code });
    };
    const refused = await isRefused(device, one.variant);
    if (!refused || !changed) found.push(one);
  }
  device.createShaderModule = create;
  return found;
}

/** Whether the probes find anything wrong but what is missing in `fused` without a fused fma: exact products, and df64. */
async function isRefused(device: GPUDevice, variant: Variant): Promise<boolean> {
  const { guardsHold, productsHold, fusedFma } = await probeVariant(device, variant);
  const fit = variant === "xor" || fusedFma;
  if (!guardsHold || (fit && !productsHold)) return true;
  if (await probeFunctions(device, "f32", variant)) return true;
  return fit && (await probeFunctions(device, "df64", variant)) !== null;
}
