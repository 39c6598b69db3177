import { computeOnce } from "../gpu/compute.ts";
import { dialectOf, domainOf, functionsText } from "../gpu/shader.ts";
import { evaluate } from "../integrand/simplify.ts";
import { wgslText } from "../integrand/wgsl.ts";
import type { Plan } from "../quadrature/plan.ts";

/** f at the midpoints of a coarse grid, row by row from index 0 in y. */
export interface Picture {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

const ENTRY = `
@group(0) @binding(0) var<storage, read> xs: array<f32>;
@group(0) @binding(1) var<storage, read> ys: array<f32>;
@group(0) @binding(2) var<storage, read_write> zero: array<u32, 1>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(64)
fn picture(@builtin(global_invocation_id) id: vec3u) {
  runtime_zero = zero[0];
  let columns = arrayLength(&xs);
  if (id.x < columns * arrayLength(&ys)) {
    out[id.x] = f(make_column(xs[id.x % columns]), make_row(ys[id.x / columns]));
  }
}
`;

/** Evaluates the compiled f of the integral in f32. Throws `gpu`, and `not-finite` beyond the f32 range. */
export async function pictureOnGpu(device: GPUDevice, plan: Plan): Promise<Picture> {
  const [columns, rows] = [plan.x.count, plan.y.count];
  const code = functionsText("f32", 4) + wgslText(plan.f, domainOf(plan), dialectOf("f32")) + ENTRY;
  const shader = { code, entryPoint: "picture", workgroups: Math.ceil((columns * rows) / 64) };
  const bindings = [
    { read: Float32Array.from(plan.x.nodes()) },
    { read: Float32Array.from(plan.y.nodes()) },
    { readWrite: new Float32Array(1) },
    { output: 4 * columns * rows },
  ];
  const bytes = await computeOnce(device, `the picture of ${plan.problem.f}`, shader, bindings);
  return { columns, rows, values: new Float32Array(bytes) };
}

/** The same in f64, by walking the tree. */
export function pictureOnCpu({ f, x, y }: Plan): Picture {
  const [columns, rows] = [x.count, y.count];
  const xs = x.nodes();
  const values = new Float32Array(columns * rows);
  y.nodes().forEach((b, j) => {
    xs.forEach((a, i) => {
      values[j * columns + i] = evaluate(f, a, b);
    });
  });
  return { columns, rows, values };
}
