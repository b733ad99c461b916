/** Pixels per unit; for relative units, per font size. */
const absolute: Readonly<Record<string, number>> = {
  px: 1,
  "": 1,
  pt: 4 / 3,
  pc: 16,
  in: 96,
  cm: 37.8,
  mm: 3.78,
  q: 0.95,
  vw: 10,
  vh: 10,
  vmin: 10,
  vmax: 10,
};
const ofFont: Readonly<Record<string, number>> = { em: 1, ex: 0.5, ch: 0.5 };

/** What `%` refers to if the width of the page is meant. */
export const pageWidth = 600;

/** A length in pixels; null if it is not a length. Percentages are of `whole`. */
export function pixelsOf(token: string, fontSize: number, whole = pageWidth): number | null {
  const [, number, unit] = /^([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))([a-z]{0,4}|%)$/.exec(token) ?? [];
  if (number === undefined || unit === undefined) return null;
  if (unit === "%") return (Number(number) / 100) * whole;
  if (unit === "rem") return Number(number) * 16;
  if (Object.hasOwn(ofFont, unit)) return Number(number) * (ofFont[unit] ?? 1) * fontSize;
  return Object.hasOwn(absolute, unit) ? Number(number) * (absolute[unit] ?? 1) : null;
}

const sizeWords: ReadonlyMap<string, number> = new Map([
  ["xx-small", 9],
  ["x-small", 10],
  ["small", 13],
  ["medium", 16],
  ["large", 18],
  ["x-large", 24],
  ["xx-large", 32],
  ["xxx-large", 48],
]);

/** A font size in pixels, inside another of size `outer`; null if it is not a size. */
export function fontSizeOf(value: string, outer: number): number | null {
  if (value === "smaller") return outer * 0.83;
  if (value === "larger") return outer * 1.2;
  return sizeWords.get(value) ?? pixelsOf(value, outer, outer);
}
