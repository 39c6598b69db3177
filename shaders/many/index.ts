import df64Regions from "../df64/regions.wgsl?raw";
import f32Regions from "../f32/regions.wgsl?raw";
import bindings from "./bindings.wgsl?raw";
import df64 from "./df64.wgsl?raw";
import f32 from "./f32.wgsl?raw";
import halves from "./halves.wgsl?raw";
import lattice from "./lattice.wgsl?raw";
import list from "./list.wgsl?raw";
import pieces from "./pieces.wgsl?raw";
import points from "./points.wgsl?raw";
import regions from "./regions.wgsl?raw";
import none from "./transform-none.wgsl?raw";
import smooth from "./transform-smooth.wgsl?raw";
import tent from "./transform-tent.wgsl?raw";

/** WGSL texts of this folder, for rules over many axes, with what they need of each precision. */
export const MANY = {
  f32: [f32Regions, f32],
  df64: [df64Regions, df64],
  bindings,
  points,
  pieces,
  lattice,
  transforms: { none, tent, smooth },
  regions,
  list: [list, halves],
};
