import type { SupportOptions } from "./options.ts";

type Shape =
  | "an object"
  | "a list"
  | "a function"
  | "a list of names or a function"
  | "a word"
  | "an adapter";

/** The compiler sees to it that none is missing. */
const shapes: Readonly<Record<keyof SupportOptions, Shape>> = {
  storage: "an adapter",
  channels: "a list",
  tenants: "a list of names or a function",
  cases: "an object",
  customers: "an object",
  templates: "an object",
  delivery: "an object",
  sla: "an object",
  audit: "an object",
  intake: "an object",
  plugins: "a list",
  worker: "an object",
  schema: "a word",
  report: "a function",
  clock: "an object",
  random: "an object",
  ids: "an object",
  live: "an adapter",
  blobs: "an adapter",
};

/** The options without those that nothing can be read from; each of them is a problem. */
export function withoutMisshapen(options: SupportOptions, problems: string[]): SupportOptions {
  const shaped = Object.entries(options).filter(([name, value]) => {
    const shape = Object.hasOwn(shapes, name) ? shapes[name as keyof SupportOptions] : null;
    if (value === undefined || shape === null) return true;
    const isReadable = canBeRead(value);
    if (!isReadable) problems.push(`${name}: can't be read.`);
    else if (!isOf(shape, value)) problems.push(`${name}: must be ${shape}.`);
    return isReadable && isOf(shape, value);
  });
  // The same names with the same values.
  return Object.fromEntries(shaped) as unknown as SupportOptions;
}

function isOf(shape: Shape, value: unknown): boolean {
  switch (shape) {
    // Adapters are checked elsewhere, with messages of their own.
    case "an adapter":
      return true;
    case "an object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "a list":
      return Array.isArray(value);
    case "a function":
      return typeof value === "function";
    case "a list of names or a function":
      return typeof value === "function" || (Array.isArray(value) && value.every(isWord));
    case "a word":
      return isWord(value);
  }
}

function isWord(value: unknown): value is string {
  return typeof value === "string";
}

/** Not so for proxies that refuse. */
function canBeRead(value: unknown): boolean {
  try {
    for (const entry of Array.isArray(value) ? value : [value]) {
      if (typeof entry !== "object" || entry === null) continue;
      Object.getPrototypeOf(entry);
      Object.entries(entry);
    }
    return true;
  } catch {
    return false;
  }
}
