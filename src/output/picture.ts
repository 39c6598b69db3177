import { computeOnce } from "../gpu/compute.ts";
import { pruned } from "../gpu/prune.ts";
import { dialectOf, domainOf, functionsText } from "../gpu/shader.ts";
import { evaluate } from "../integrand/tape.ts";
import { hasLayer, wgslText } from "../integrand/wgsl.ts";
import type { View } from "./view.ts";

/** Values of f at the pixels of a view, row by row from index 0 in y. */
export interface Picture {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

const entry = (layered: boolean) => `
@group(0) @binding(0) var<storage, read> xs: array<f32>;
@group(0) @binding(1) var<storage, read> ys: array<f32>;
@group(0) @binding(2) var<storage, read_write> zero: array<u32, 1>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;
@group(0) @binding(4) var<storage, read> zs: array<f32>;

@compute @workgroup_size(64)
fn picture(@builtin(global_invocation_id) id: vec3u) {
  runtime_zero = zero[0];
  let columns = arrayLength(&xs);
  if (id.x < columns * arrayLength(&ys)) {
    ${layered ? "layer = make_layer(zs[0]);" : ""}
    out[id.x] = f(make_column(xs[id.x % columns]), make_row(ys[id.x / columns]));
  }
}
`;

/** Evaluates f in f32. Throws `gpu`, and `not-finite` beyond the f32 range. */
export async function pictureOnGpu(device: GPUDevice, view: View): Promise<Picture> {
  const { f, x, y, z } = view;
  const [columns, rows] = [x.count, y.count];
  const own = [wgslText(f, domainOf(view), dialectOf("f32")), entry(hasLayer(f))];
  const code = pruned([...functionsText("f32", 5), ...own]);
  const shader = { code, entryPoint: "picture", workgroups: Math.ceil((columns * rows) / 64) };
  const nodes = (axis: View["x"]) => ({ read: Float32Array.from(axis.nodes()) });
  const zero = { readWrite: new Float32Array(1) };
  const bindings = [nodes(x), nodes(y), zero, { output: 4 * columns * rows }, nodes(z)];
  const bytes = await computeOnce(device, `the picture of ${view.problem.f}`, shader, bindings);
  return { columns, rows, values: new Float32Array(bytes) };
}

/** The same in f64, by walking the tree. */
export function pictureOnCpu({ f, x, y, z }: View): Picture {
  const [columns, rows] = [x.count, y.count];
  const xs = x.nodes();
  const [c] = z.nodes();
  const values = new Float32Array(columns * rows);
  y.nodes().forEach((b, j) => {
    xs.forEach((a, i) => {
      values[j * columns + i] = evaluate(f, [a, b, c as number]);
    });
  });
  return { columns, rows, values };
}
