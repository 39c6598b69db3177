import code from "./space.wgsl?raw";
import { COLUMN } from "./stage.ts";

/** What is drawn in space, as buffers' contents. */
export interface Scene {
  /** Cells a side of the mesh; points x, y, z, and whether f is finite there. */
  readonly side: number;
  readonly points: Float32Array<ArrayBuffer>;
  /** 256 colours. */
  readonly table: Float32Array<ArrayBuffer>;
  /** `COLUMN` numbers each, as in the shader. */
  readonly columns: Float32Array<ArrayBuffer>;
}

/** What changes from frame to frame. */
export interface Frame {
  /** As in the shader: the matrix, the light, the ink, the stone, the scale of colours. */
  readonly scene: Float32Array<ArrayBuffer>;
  readonly order: readonly [backwardsI: number, backwardsJ: number, slowI: number];
  /** Ends of lines: x, y, z and opacity. */
  readonly lines: Float32Array<ArrayBuffer>;
}

/** A picture in space on one canvas. */
export interface Space {
  show(scene: Scene): void;
  /** Returns the number of draw calls. */
  draw(frame: Frame): number;
}

const [VERTEX, FRAGMENT] = [0x1, 0x2];
const [COPY_DST, VERTEX_BUFFER, UNIFORM, STORAGE, ATTACHMENT] = [0x8, 0x20, 0x40, 0x80, 0x10];

/** Null where the canvas gives no context for WebGPU. Throws where a pipeline cannot be made. */
export async function makeSpace(
  device: GPUDevice,
  canvas: HTMLCanvasElement,
  samples: 1 | 4,
): Promise<Space | null> {
  const context = canvas.getContext("webgpu") as GPUCanvasContext | null;
  if (!context) return null;
  const format = navigator.gpu.getPreferredCanvasFormat();
  context.configure({ device, format, alphaMode: "premultiplied" });
  const types = ["uniform", "read-only-storage", "read-only-storage", "read-only-storage"] as const;
  const layout = device.createBindGroupLayout({
    entries: types.map((type, binding) => ({ binding, visibility: VERTEX | FRAGMENT, buffer: { type } })),
  });
  const module = device.createShaderModule({ code });
  const blended = { srcFactor: "one", dstFactor: "one-minus-src-alpha" } as const;
  const pipeline = (
    name: string,
    topology: GPUPrimitiveTopology,
    { solid = false, seen = false, fragment = name },
  ) =>
    device.createRenderPipelineAsync({
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      vertex: {
        module,
        entryPoint: `${name}_vertex`,
        constants: name === "column" ? { glass: +(fragment === "glass") } : {},
        buffers:
          name === "line"
            ? [{ arrayStride: 16, attributes: [{ shaderLocation: 0, offset: 0, format: "float32x4" }] }]
            : [],
      },
      fragment: {
        module,
        entryPoint: `${fragment}_fragment`,
        targets: [{ format, blend: { color: blended, alpha: blended } }],
      },
      primitive: { topology },
      depthStencil: {
        format: "depth24plus",
        depthWriteEnabled: solid,
        depthCompare: seen ? "always" : "less",
      },
      multisample: { count: samples },
    });
  const [lines, columns, surface, glass] = await Promise.all([
    pipeline("line", "line-list", { seen: true }),
    pipeline("column", "triangle-list", { solid: true }),
    pipeline("surface", "triangle-list", {}),
    pipeline("column", "triangle-list", { fragment: "glass" }),
  ]);
  const buffer = (size: number, usage: number) => device.createBuffer({ size, usage: usage | COPY_DST });
  const uniform = buffer(144, UNIFORM);
  let [line, vertices] = [buffer(16, VERTEX_BUFFER), 0];
  let held: GPUBuffer[] = [];
  let group: GPUBindGroup | null = null;
  let counts = { side: 0, columns: 0 };
  let targets: GPUTexture[] = [];

  const target = (what: GPUTextureFormat, sampleCount: number) =>
    device.createTexture({
      size: [canvas.width, canvas.height],
      format: what,
      sampleCount,
      usage: ATTACHMENT,
    });

  return {
    show({ side, points, table, columns: all }) {
      for (const old of held) old.destroy();
      held = [points, table, all].map((data) => {
        const made = buffer(Math.max(64, data.byteLength), STORAGE);
        device.queue.writeBuffer(made, 0, data);
        return made;
      });
      const entries = [uniform, ...held].map((one, binding) => ({ binding, resource: { buffer: one } }));
      group = device.createBindGroup({ layout, entries });
      counts = { side, columns: all.length / COLUMN };
    },
    draw({ scene, order, lines: ends }) {
      if (!group) return 0;
      if (targets[0]?.width !== canvas.width || targets[0].height !== canvas.height) {
        for (const old of targets) old.destroy();
        targets = [target("depth24plus", samples), ...(samples > 1 ? [target(format, samples)] : [])];
      }
      if (line.size < ends.byteLength) {
        line.destroy();
        line = buffer(2 * ends.byteLength, VERTEX_BUFFER);
      }
      vertices = ends.length / 4;
      device.queue.writeBuffer(line, 0, ends);
      device.queue.writeBuffer(uniform, 0, scene);
      device.queue.writeBuffer(uniform, 128, Uint32Array.of(counts.side, ...order));
      const view = context.getCurrentTexture().createView();
      const [depth, many] = targets.map((one) => one.createView()) as [GPUTextureView, GPUTextureView?];
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginRenderPass({
        colorAttachments: [
          {
            view: many ?? view,
            ...(many && { resolveTarget: view }),
            loadOp: "clear",
            storeOp: many ? "discard" : "store",
          },
        ],
        depthStencilAttachment: {
          view: depth,
          depthClearValue: 1,
          depthLoadOp: "clear",
          depthStoreOp: "discard",
        },
      });
      pass.setBindGroup(0, group);
      pass.setPipeline(lines);
      pass.setVertexBuffer(0, line);
      pass.draw(vertices);
      if (counts.columns) {
        pass.setPipeline(columns);
        pass.draw(36, counts.columns);
      }
      pass.setPipeline(surface);
      pass.draw(6 * counts.side ** 2);
      if (counts.columns) {
        pass.setPipeline(glass);
        pass.draw(36, counts.columns);
      }
      pass.end();
      device.queue.submit([encoder.finish()]);
      return counts.columns ? 4 : 2;
    },
  };
}
