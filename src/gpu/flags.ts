// Flags of the WebGPU standard; GPUBufferUsage, GPUMapMode and GPUShaderStage are globals only in browsers.

/** GPUBufferUsage. */
export const MAP_READ = 0x1;
export const COPY_SRC = 0x4;
export const COPY_DST = 0x8;
export const UNIFORM = 0x40;
export const STORAGE = 0x80;
export const QUERY_RESOLVE = 0x200;

/** GPUMapMode.READ. */
export const READ = 0x1;

/** GPUShaderStage.COMPUTE. */
export const COMPUTE = 0x4;
