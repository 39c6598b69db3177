import { expect, it } from "vitest";
import { integrate, openSession } from "../node/library.ts";

const noting = () => {
  const notes: string[] = [];
  return { notes, onNote: (text: string) => void notes.push(text) };
};

it("the library says to onNote which backend auto takes", async () => {
  const { notes, onNote } = noting();
  const { backend } = await integrate({ f: "x", x: [0, 1], n: 10, precision: "f64", onNote });
  expect(backend).toBe("simd");
  expect(notes).toEqual(["using CPU threads: only the CPU has f64"]);
});

it("and which adapter, to the integrals of a session that wait for it", async () => {
  const session = openSession({ backend: "gpu" });
  const [first, second, later] = [noting(), noting(), noting()];
  const options = { f: "x", x: [0, 1] as const, n: 10 };
  await expect(session.integrate({ ...options, f: "2x", onNote: later.onNote })).rejects.toThrow("2*x");
  const [{ adapter }] = await Promise.all([
    session.integrate({ ...options, onNote: first.onNote }),
    session.integrate({ ...options, onNote: second.onNote }),
  ]);
  await session.integrate({ ...options, onNote: later.onNote });
  await session.close();
  expect(first.notes).toEqual([expect.stringContaining(`using ${adapter?.name} (`)]);
  expect(second.notes).toEqual(first.notes);
  expect(later.notes).toEqual([]);
});
