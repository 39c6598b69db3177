/** The adapter that did the work; equal identities give equal bits. */
export interface AdapterIdentity {
  readonly name: string;
  readonly vendor: string;
  readonly architecture: string;
  readonly driver: string;
  /** The adapter is a program: the CPU runs the shader. */
  readonly software: boolean;
  /** What the implementation drives the GPU with: vulkan, metal, d3d12; empty where it does not say. */
  readonly api: string;
  /** The arithmetic that the shaders were built with. */
  readonly variant: string;
}

export interface HostInfo {
  readonly runtime: string;
  /** The WebGPU implementation; null where there is none. */
  readonly webgpu: string | null;
  readonly os: string;
  /** The CPU's model; null where it does not say. */
  readonly cpu: string | null;
  readonly cores: number;
  /** Equal where the engines' functions of Math give the same bits. */
  readonly math: string;
}
