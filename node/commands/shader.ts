import { IntegrateError, UsageError } from "../../src/errors.ts";
import { classesOf, rangesIn } from "../../src/gpu/classes.ts";
import { warm } from "../../src/gpu/device.ts";
import { manyShader } from "../../src/gpu/many/shader.ts";
import { type RegionPrecision, regionShader } from "../../src/gpu/region-shader.ts";
import { shaderText } from "../../src/gpu/shader.ts";
import type { Variant } from "../../src/gpu/variant.ts";
import { MAX_AXES } from "../../src/problem/grid.ts";
import { memberOf } from "../../src/problem/parsed.ts";
import type { GpuPrecision, PreparedAccuracy } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/grid/plan.ts";
import { separate } from "../../src/quadrature/reductions/separate.ts";
import { MOST_IN_REGIONS } from "../../src/quadrature/rules/cubature.ts";
import { cheapestFor } from "../../src/run/accuracy/cheapest.ts";
import { chooseAdapter } from "../devices/adapters.ts";
import { openDevice } from "../host.ts";
import { noter, oneOf } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { accuracyIn, asksForGrid, problemIn } from "../options/problem.ts";
import { gridHead, manyHead, regionsHead } from "./shader-head.ts";

type Print = (variant: Variant) => string;

/** `gpu-integrate shader`: the WGSL of an integral, after a comment that says how to run it. Needs no adapter. */
export async function printShader(args: Arguments): Promise<void> {
  const given = oneOf<Variant>(args, "variant", ["fused", "xor"]);
  const print = asksForGrid(args) ? ofGrid(args) : ofRegions(args);
  process.stdout.write(print(given ?? (await ownVariant())));
}

/** The variant that a run here would choose; `xor`, which every adapter can run, where there is no adapter. */
async function ownVariant(): Promise<Variant> {
  try {
    const found = await chooseAdapter({});
    if (found.identity.software) return "xor";
    const gpu = await openDevice(found);
    return await warm(gpu)
      .then(({ variant }) => variant)
      .finally(gpu.release);
  } catch (error) {
    if (error instanceof IntegrateError) return "xor";
    throw error;
  }
}

function ofGrid(args: Arguments): Print {
  const precision = precisionIn(args) ?? "f32";
  const plan = makePlan(problemIn(args));
  return (variant) => {
    const code = shaderText(plan, precision, variant);
    return `${gridHead(plan, precision, variant, code)}\n${code}`;
  };
}

function ofRegions(args: Arguments): Print {
  const given = precisionIn(args) as Exclude<GpuPrecision, "fast"> | undefined;
  const prepared = accuracyIn(args);
  const names = prepared.problem.variables.map(({ name }) => name);
  const precision = given ?? cheapestFor(prepared.problem.method.relative);
  const parts = args.flag("no-separation") ? null : separate(memberOf(prepared, 0));
  if (parts) {
    const count = parts.length === 1 ? "one integral" : `${parts.length} integrals`;
    noter(args)(
      `this is the shader of the whole product; a run splits it into ${count} of fewer variables, unless given --no-separation`,
    );
  }
  if (names.length > MAX_AXES) return ofMany(prepared, precision);
  return (variant) => {
    const { members } = prepared;
    const ranges = rangesIn(classesOf(members)[0] as number, members.names.length);
    const code = regionShader(prepared, precision, variant, ranges);
    return `${regionsHead(prepared, precision, variant, code)}\n${code}`;
  };
}

/** The one of these that a run uses for --rule; without, that of regions where there are not too many variables. */
function ofMany(prepared: PreparedAccuracy, precision: RegionPrecision): Print {
  const { method, parameters } = prepared.problem;
  const [parameter] = Object.keys(parameters);
  if (parameter) throw new UsageError("param", parameter, "a family has no shader in four variables or more");
  const { rule = prepared.box.length > MOST_IN_REGIONS ? "lattice" : "regions" } = method;
  const own = rule === "lattice" ? "lattice-tent" : "cubature";
  return (variant) => {
    const code = manyShader(prepared, precision, own, variant);
    return `${manyHead(prepared, precision, own, variant, code)}\n${code}`;
  };
}

/** Throws `usage` for one that has no shader. */
function precisionIn(args: Arguments): GpuPrecision | undefined {
  if (args.text("precision") === "f64")
    throw new UsageError("precision", "f64", "runs as JavaScript on the CPU; shaders have fast, f32 or df64");
  return oneOf<GpuPrecision>(args, "precision", ["fast", "f32", "df64"]);
}
