import { type Bound, LruCache, type MysqlValue } from "@heedkit/storage-sql";

/** How a text is written into a statement. */
export type TextLiteral = (text: string) => string;

/**
 * A text in quotes. Safe only where we have set the session up ourselves (`prepareSession`): the character set is UTF-8,
 * in which no quote or backslash is part of another character, and the mode NO_BACKSLASH_ESCAPES is off.
 */
export const quoted: TextLiteral = (text) =>
  /['\\\0]/.test(text) ? `'${text.replace(/['\\]/g, "\\$&").replaceAll("\0", "\\0")}'` : `'${text}'`;

/** A text as the numbers of its bytes: the same whatever the session's modes and character set are. */
export const hexadecimal: TextLiteral = (text) => `_utf8mb4 x'${Buffer.from(text, "utf8").toString("hex")}'`;

/** Parts of statements between their placeholders, of which SQL of ours holds no other question mark. */
const parts = new LruCache<string, readonly string[]>(2_000);

/** The statement with its values written in place of the placeholders. */
export function written({ sql, values }: Bound<MysqlValue | null>, text: TextLiteral): string {
  const [first = "", ...rest] = parts.get(sql, () => sql.split("?"));
  if (rest.length !== values.length)
    throw new TypeError(`A statement has ${rest.length} placeholders and ${values.length} values.`);
  let result = first;
  for (let at = 0; at < rest.length; at++) result += literal(values[at] ?? null, text) + rest[at];
  return result;
}

function literal(value: MysqlValue | null, text: TextLiteral): string {
  if (value === null) return "null";
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return numeral(value);
  return `x'${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}'`;
}

// With an exponent it is a double, without one a fraction is a decimal number.
function numeral(value: number): string {
  const digits = String(value);
  return Number.isSafeInteger(value) || digits.includes("e") ? digits : `${digits}e0`;
}
