import type { Camera } from "./camera.ts";
import { parts } from "./figure.ts";

/** What the pointer and keys do in the frame. */
export interface Controls {
  /** Whether dragging and arrow keys turn the picture; then it is read with Shift, or where nothing is pressed. */
  turns(): boolean;
  turn(by: Partial<Camera> | null): void;
  /** A place in the frame, in CSS pixels; null when the pointer left. */
  read(place: readonly [left: number, top: number] | null): void;
  /** Moves the reading by so many steps to the right and up. */
  step(right: number, up: number): void;
}

/** Radians a pixel, a key, and the zoom of a key. */
const [PIXEL, KEY, ZOOM] = [0.008, Math.PI / 24, 1.15];

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

export function watchControls({ turns, turn, read, step }: Controls): void {
  const { frame } = parts;
  const fingers = new Map<number, PointerEvent>();
  /** Whether nothing moved since a finger came down: a tap reads. */
  let still = false;
  const place = (event: MouseEvent) => {
    const box = frame.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top] as const;
  };
  const apart = () => {
    const [a, b] = [...fingers.values()] as [PointerEvent, PointerEvent];
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };
  frame.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    still = true;
    if (turns()) frame.setPointerCapture(event.pointerId);
    else read(place(event));
  });
  frame.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!turns() || !before) {
      read(place(event));
      return;
    }
    still &&= event.clientX === before.clientX && event.clientY === before.clientY;
    if (still) return;
    const wide = fingers.size > 1 ? apart() : 1;
    fingers.set(event.pointerId, event);
    const zoom = fingers.size > 1 ? apart() / wide : 1;
    const share = PIXEL / fingers.size;
    turn({
      turn: (before.clientX - event.clientX) * share,
      tilt: (event.clientY - before.clientY) * share,
      zoom,
    });
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"] as const) {
    frame.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      if (end === "pointerup" && turns() && still) read(place(event));
      // A finger covers what it points at, which is read when it is lifted.
      if (end === "pointerleave" && event.pointerType !== "touch") read(null);
    });
  }
  frame.addEventListener("dblclick", () => turns() && turn(null));
  frame.addEventListener(
    "wheel",
    (event) => {
      // A pinch on a touchpad; other wheels scroll the page.
      if (!turns() || !event.ctrlKey) return;
      event.preventDefault();
      turn({ zoom: Math.exp(-event.deltaY / 100) });
    },
    { passive: false },
  );
  frame.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      const [right, up] = arrow;
      if (turns() && !event.shiftKey) turn({ turn: right * KEY, tilt: up * KEY });
      else {
        const by = event.shiftKey && !turns() ? 5 : 1;
        step(right * by, up * by);
      }
    } else if (turns() && (event.key === "+" || event.key === "=")) turn({ zoom: ZOOM });
    else if (turns() && event.key === "-") turn({ zoom: 1 / ZOOM });
    else if (turns() && event.key === "Home") turn(null);
    else return;
    event.preventDefault();
  });
}
