type Attributes = Readonly<Record<string, string | number>>;

/** An SVG element with these attributes. */
export function shape(name: string, attributes: Attributes, ...children: SVGElement[]): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function rect(box: Box, kind: string, more: Attributes = {}): SVGElement {
  return shape("rect", { ...box, class: kind, ...more });
}

export function line(x1: number, y1: number, x2: number, y2: number, kind: string): SVGElement {
  return shape("line", { x1, y1, x2, y2, class: kind });
}

export function circle(cx: number, cy: number, r: number, kind: string): SVGElement {
  return shape("circle", { cx, cy, r, class: kind });
}
