/** Where one looks from, in radians: around the vertical axis, and above the plane; and how near. */
export interface Camera {
  readonly turn: number;
  readonly tilt: number;
  readonly zoom: number;
}

export type Point = readonly [x: number, y: number, z: number];

export const HOME: Camera = { turn: 0.6, tilt: 0.48, zoom: 1 };

/** Half of the angle of view, and the radius of what is seen at zoom 1. */
const HALF = 0.24;
const RADIUS = 1.4;

/** How far below the middle of the box one looks, where the axes' numbers are. */
const LOW = 0.13;

/** Turned, tilted and zoomed, within bounds. */
export function moved({ turn, tilt, zoom }: Camera, by: Partial<Camera>): Camera {
  return {
    turn: turn + (by.turn ?? 0),
    tilt: Math.min(Math.PI / 2, Math.max(0.05, tilt + (by.tilt ?? 0))),
    zoom: Math.min(4, Math.max(0.5, zoom * (by.zoom ?? 1))),
  };
}

/** Directions to the right, up and towards the eye. */
export function directions({ turn, tilt }: Camera): { right: Point; up: Point; eye: Point } {
  const [s, c] = [Math.sin(turn), Math.cos(turn)];
  const [rise, flat] = [Math.sin(tilt), Math.cos(tilt)];
  return { right: [c, s, 0], up: [-s * rise, c * rise, flat], eye: [s * flat, -c * flat, rise] };
}

/** The matrix from the scene to the screen, by columns; depths from 0 to 1. */
export function matrixOf(camera: Camera, aspect: number): Float32Array<ArrayBuffer> {
  const { right, up, eye } = directions(camera);
  const distance = RADIUS / Math.sin(HALF);
  const [near, far] = [distance - 2 * RADIUS, distance + 2 * RADIUS];
  const scale = (camera.zoom * Math.min(1, aspect)) / Math.tan(HALF);
  const depth = far / (far - near);
  const rows = [
    [...right.map((v) => (v * scale) / aspect), 0],
    [...up.map((v) => v * scale), LOW * up[2] * scale],
    [...eye.map((v) => -v * depth), depth * (distance - near)],
    [...eye.map((v) => -v), distance],
  ];
  return Float32Array.from({ length: 16 }, (_, k) => (rows[k % 4] as number[])[k >> 2] as number);
}

/** Where a point of the scene is on the screen: -1 to 1 to the right and up. */
export function projected(matrix: ArrayLike<number>, [x, y, z]: Point): [right: number, up: number] {
  const row = (k: number) =>
    (matrix[k] as number) * x +
    (matrix[k + 4] as number) * y +
    (matrix[k + 8] as number) * z +
    (matrix[k + 12] as number);
  return [row(0) / row(3), row(1) / row(3)];
}
