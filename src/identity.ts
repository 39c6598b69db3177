/** A GPU adapter; equal identities give equal bits. */
export interface AdapterIdentity {
  readonly name: string;
  readonly vendor: string;
  readonly architecture: string;
  readonly driver: string;
  /** The CPU runs the shaders. */
  readonly software: boolean;
  /** The graphics API beneath WebGPU: vulkan, metal or d3d12; empty if unknown. */
  readonly api: string;
  /** The variant of the arithmetic in the shaders. */
  readonly variant: string;
}

export interface HostInfo {
  readonly runtime: string;
  /** The WebGPU implementation; null without one. */
  readonly webgpu: string | null;
  readonly os: string;
  /** The CPU's model; null if unknown. */
  readonly cpu: string | null;
  readonly cores: number;
  /** A fingerprint of the JavaScript engine's Math: equal fingerprints, equal bits. */
  readonly math: string;
}
