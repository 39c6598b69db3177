// SVG elements as text.

export type Marker = "circle" | "square" | "triangle" | "diamond" | "wedge";

const SHAPES: Readonly<Record<Exclude<Marker, "circle">, string>> = {
  square: "M-4-4H4V4H-4Z",
  triangle: "M0-5L5 4H-5Z",
  diamond: "M0-6L6 0L0 6L-6 0Z",
  wedge: "M0 5L5-4H-5Z",
};

/** A marker at a point. */
export function dot(marker: Marker, x: number, y: number, colour: string, more = ""): string {
  if (marker === "circle") return `<circle cx="${x}" cy="${y}" r="4" fill="${colour}" ${more}/>`;
  return `<path d="${SHAPES[marker]}" transform="translate(${x} ${y})" fill="${colour}" ${more}/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, colour: string, more = ""): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" ${more}/>`;
}

export function text(x: number, y: number, content: string, more = ""): string {
  return `<text x="${x}" y="${y}" ${more}>${escaped(content)}</text>`;
}

export function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
