// Building what is shown: elements and text, never markup from a file.
export type Child = Node | string;

/** An element with its attributes and what is in it. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";
const SIGNS: Record<string, [path: string, width: string]> = {
  ok: ["M13 23l6 6 12-14", "3.5"],
  miss: ["M15 15l14 14M29 15L15 29", "3.5"],
  gold: ["M22 12v13M22 31v.5", "4"],
  "": ["M17 17c0-7 10-6 10 0 0 4-5 4-5 8M22 31v.5", "3.5"],
};

/** The round sign of a verdict: a tick, a cross, attention, a question. */
export function sign(tone: string): SVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  const usual = { viewBox: "0 0 44 44", "aria-hidden": "true", fill: "none", stroke: "currentColor", "stroke-linecap": "round", "stroke-linejoin": "round" };
  for (const [name, value] of Object.entries(usual)) drawing.setAttribute(name, value);
  const circle = document.createElementNS(SVG, "circle");
  for (const [name, value] of Object.entries({ cx: "22", cy: "22", r: "20", "stroke-width": "3" })) circle.setAttribute(name, value);
  const path = document.createElementNS(SVG, "path");
  const [d, width] = SIGNS[tone] ?? SIGNS[""]!;
  path.setAttribute("d", d);
  path.setAttribute("stroke-width", width);
  drawing.append(circle, path);
  return drawing;
}
