import { csvOfAccuracySamples, csvOfSamples } from "../../src/output/csv.ts";
import { csvOfFamily } from "../../src/output/family-document.ts";
import type { AccuracyResult, FamilyResult, Result } from "../../src/run/result.ts";
import { make } from "../dom.ts";
import type { Published } from "../publish.ts";

/** A header row, and a row a sample or, of families, a row a member. */
export function csvOf(all: Published): string {
  const families = all.filter((one): one is FamilyResult => "family" in one);
  if (families.length) {
    const texts = families.map((one) => [...csvOfFamily(one)].join(""));
    // One header is enough.
    return texts.map((text, k) => (k ? text.slice(text.indexOf("\n") + 1) : text)).join("");
  }
  const grids = all.filter((one): one is Result => one.integral !== null && one.regions === null);
  if (grids.length) return csvOfSamples(grids);
  return csvOfAccuracySamples(
    all.filter((one): one is AccuracyResult => one.integral !== null && one.regions !== null),
  );
}

/** Downloads a file. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** An SVG document as a PNG, twice as large. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = make("canvas", { width: 2 * image.width, height: 2 * image.height });
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("no picture could be made"))),
      "image/png",
    ),
  );
}
