import type { Keyed } from "@heedkit/core";
import { misloading, misstoring, mutant } from "./mutant.ts";

const isText = (value: unknown, type: string): value is string =>
  type === "text" && typeof value === "string";
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
const sorted = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([left], [right]) => (left < right ? -1 : 1))
          .map(([key, part]) => [key, sorted(part)]),
      )
    : value;

export const valueMutants = [
  misstoring("blanks behind a text are cut", "fidelity", (value, type) =>
    isText(value, type) ? value.trimEnd() : value,
  ),
  misstoring("text ends at U+0000", "fidelity", (value, type) =>
    isText(value, type) ? (value.split("\u0000")[0] ?? "") : value,
  ),
  misstoring("text is composed", "fidelity", (value, type) =>
    isText(value, type) ? value.normalize("NFC") : value,
  ),
  misstoring("the empty text is kept as a blank", "fidelity", (value, type) =>
    isText(value, type) && value === "" ? " " : value,
  ),
  misstoring("characters beyond the basic plane are lost", "fidelity", (value, type) =>
    isText(value, type) ? value.replace(/[\u{10000}-\u{10FFFF}]/gu, "?") : value,
  ),
  misstoring("text of more than 65,535 characters is cut", "large values", (value, type) =>
    isText(value, type) ? value.slice(0, 65_535) : value,
  ),
  misstoring("bytes of more than a megabyte are cut", "large values", (value, type) =>
    type === "bytes" && value instanceof Uint8Array ? value.slice(0, 1_048_576) : value,
  ),
  misstoring("instants are kept to the second", "fidelity", (value, type) =>
    type === "instant" && typeof value === "number" ? Math.floor(value / 1000) * 1000 : value,
  ),
  misstoring("instants before 1970 are kept as 0", "fidelity", (value, type) =>
    type === "instant" && typeof value === "number" ? Math.max(0, value) : value,
  ),
  misstoring("whole numbers have 32 bits", "fidelity", (value, type) =>
    type === "integer" && typeof value === "number" ? value | 0 : value,
  ),
  misstoring("fractions have 32 bits", "fidelity", (value, type) =>
    type === "real" && typeof value === "number" && Math.abs(value) < 1e38 ? Math.fround(value) : value,
  ),
  misstoring("JSON loses the order of its keys", "fidelity", (value, type) =>
    type === "json" ? sorted(value) : value,
  ),
  misstoring("JSON loses what stands in an object of an object", "fidelity", (value, type) =>
    type === "json" && isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, isObject(part) ? {} : part]))
      : value,
  ),
  misstoring("JSON that is a text is kept without its quotes, and read again", "fidelity", (value, type) =>
    type === "json" && value === "null" ? null : value,
  ),
  misloading("whole numbers come back as text", "rows", ({ count }) => ({ count: String(count) })),
  misloading("booleans come back as numbers", "rows", ({ isOpen }) => ({ isOpen: Number(isOpen) })),
  misloading("bytes come back as a list", "rows", ({ payload }) =>
    payload instanceof Uint8Array ? { payload: [...payload] } : {},
  ),
  misloading("fields of the database come back too", "rows", () => ({ created_at: 0 })),
  mutant("a row that was given out once is given out again", "rows", (inner) => {
    const known = new Map<string, Keyed>();
    return {
      get: async (table, keys) =>
        (await inner.get(table, keys)).map((row) => {
          const key = JSON.stringify([table.name, row.tenantId, row.id]);
          const before = known.get(key);
          if (before === undefined) known.set(key, row);
          else Object.assign(row, before);
          return row;
        }),
    };
  }),
];
