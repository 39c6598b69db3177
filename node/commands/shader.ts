import { UsageError } from "../../src/errors.ts";
import { regionShader } from "../../src/gpu/region-shader.ts";
import { shaderText } from "../../src/gpu/shader.ts";
import type { GpuPrecision } from "../../src/problem/problem.ts";
import { makePlan } from "../../src/quadrature/plan.ts";
import { separate } from "../../src/quadrature/separate.ts";
import { cheapestFor } from "../../src/run/open-regions.ts";
import { noter, oneOf } from "../options/arguments.ts";
import type { Arguments } from "../options/parse.ts";
import { accuracyIn, asksForGrid, problemIn } from "../options/problem.ts";
import { gridHead, regionsHead } from "./shader-head.ts";

/** `gpu-integrate shader`: the WGSL of an integral, after a comment that says how to run it. Needs no adapter. */
export async function printShader(args: Arguments): Promise<void> {
  const text = asksForGrid(args) ? ofGrid(args) : ofRegions(args);
  process.stdout.write(text);
}

function ofGrid(args: Arguments): string {
  const precision = precisionIn(args) ?? "f32";
  const plan = makePlan(problemIn(args));
  const code = shaderText(plan, precision);
  return `${gridHead(plan, precision, code)}\n${code}`;
}

function ofRegions(args: Arguments): string {
  const given = precisionIn(args) as Exclude<GpuPrecision, "fast"> | undefined;
  const prepared = accuracyIn(args);
  const precision = given ?? cheapestFor(prepared.problem.method.relative);
  const parts = args.flag("no-separation") ? null : separate(prepared);
  if (parts) {
    const count = parts.length === 1 ? "an integral" : `${parts.length} integrals`;
    noter(args)(
      `this is the shader of the whole; a run takes it apart into ${count} of fewer variables (--no-separation does not)`,
    );
  }
  const code = regionShader(prepared, precision);
  return `${regionsHead(prepared, precision, code)}\n${code}`;
}

/** Throws `usage` for one that has no shader. */
function precisionIn(args: Arguments): GpuPrecision | undefined {
  if (args.text("precision") === "f64")
    throw new UsageError("precision", "f64", "runs as JavaScript on the CPU; shaders have fast, f32 or df64");
  return oneOf<GpuPrecision>(args, "precision", ["fast", "f32", "df64"]);
}
