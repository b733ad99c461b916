/** Red, green and blue from 0 to 255, and opacity from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

const named: ReadonlyMap<string, number> = new Map(
  (
    "aqua=00ffff beige=f5f5dc black=000000 blue=0000ff brown=a52a2a coral=ff7f50 crimson=dc143c cyan=00ffff " +
    "darkblue=00008b darkcyan=008b8b darkgray=a9a9a9 darkgreen=006400 darkgrey=a9a9a9 darkorange=ff8c00 " +
    "darkred=8b0000 dimgray=696969 dimgrey=696969 fuchsia=ff00ff ghostwhite=f8f8ff gold=ffd700 gray=808080 " +
    "green=008000 grey=808080 indigo=4b0082 ivory=fffff0 khaki=f0e68c lavender=e6e6fa lightblue=add8e6 " +
    "lightgray=d3d3d3 lightgreen=90ee90 lightgrey=d3d3d3 lightyellow=ffffe0 lime=00ff00 linen=faf0e6 " +
    "magenta=ff00ff maroon=800000 midnightblue=191970 mintcream=f5fffa navy=000080 olive=808000 orange=ffa500 " +
    "orangered=ff4500 orchid=da70d6 pink=ffc0cb plum=dda0dd purple=800080 red=ff0000 royalblue=4169e1 " +
    "salmon=fa8072 seagreen=2e8b57 seashell=fff5ee sienna=a0522d silver=c0c0c0 skyblue=87ceeb slateblue=6a5acd " +
    "slategray=708090 slategrey=708090 snow=fffafa steelblue=4682b4 tan=d2b48c teal=008080 tomato=ff6347 " +
    "turquoise=40e0d0 violet=ee82ee wheat=f5deb3 white=ffffff whitesmoke=f5f5f5 yellow=ffff00"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, -7), Number.parseInt(entry.slice(-6), 16)]),
);

export const black: Colour = [0, 0, 0, 1];
export const white: Colour = [255, 255, 255, 1];

/** Parses a CSS colour; null if it is not understood, and then it is not kept. */
export function colourOf(value: string): Colour | null {
  if (value === "") return null;
  const text = value.trim().toLowerCase();
  if (text === "transparent") return [0, 0, 0, 0];
  const known = named.get(text);
  if (known !== undefined) return [known >> 16, (known >> 8) & 255, known & 255, 1];
  const hex = /^#([0-9a-f]{3,8})$/.exec(text)?.[1];
  if (hex !== undefined) return ofHex(hex);
  const [, form, inside] = /^(rgb|hsl)a?\(([\d.,%\s/deg+-]{1,60})\)$/.exec(text) ?? [];
  return form === undefined || inside === undefined ? null : ofFunction(form, inside);
}

/** Whether text in a colour is distinguishable from its background. */
export function isReadable(text: Colour, background: Colour): boolean {
  if (text[3] < 0.2) return false;
  return [0, 1, 2].some((channel) => Math.abs((text[channel] ?? 0) - (background[channel] ?? 0)) >= 32);
}

function ofHex(hex: string): Colour | null {
  const { length } = hex;
  const value = Number.parseInt(hex, 16);
  // A short form has each digit once: 17 times a digit is that digit twice.
  if (length === 3) return [(value >> 8) * 17, ((value >> 4) & 15) * 17, (value & 15) * 17, 1];
  if (length === 6) return [value >> 16, (value >> 8) & 255, value & 255, 1];
  if (length !== 4 && length !== 8) return null;
  const opaque = ofHex(hex.slice(0, length === 4 ? 3 : 6));
  const alpha = length === 4 ? (value & 15) * 17 : value & 255;
  return opaque && [opaque[0], opaque[1], opaque[2], alpha / 255];
}

function ofFunction(form: string, inside: string): Colour | null {
  const parts = inside.split(/[\s,/]+/).filter((part) => part !== "");
  const [first, second, third, alpha = 1] = parts.map((part, at) => amount(part, form, at));
  if (first === undefined || second === undefined || third === undefined || parts.length > 4) return null;
  const channels = form === "rgb" ? [first, second, third] : fromHue(first, second, third);
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => Math.min(255, Math.max(0, channel)));
  const all: Colour = [red, green, blue, Math.min(1, Math.max(0, alpha))];
  return all.some(Number.isNaN) ? null : all;
}

function amount(part: string, form: string, at: number): number {
  const isPercent = part.endsWith("%");
  const text = isPercent ? part.slice(0, -1) : part.endsWith("deg") ? part.slice(0, -3) : part;
  const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (!isPercent) return number;
  return form === "rgb" && at < 3 ? number * 2.55 : number / 100;
}

/** CSS Color 4, section 7.1. */
function fromHue(hue: number, saturation: number, lightness: number): readonly number[] {
  const spread = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((offset) => {
    const place = (((offset + hue / 30) % 12) + 12) % 12;
    return 255 * (lightness - spread * Math.max(-1, Math.min(place - 3, 9 - place, 1)));
  });
}
