import * as z from "zod";

/**
 * Limits on everything a desk accepts from callers. A value beyond its limit is rejected with INVALID_INPUT; nothing is
 * truncated. Input schemas are built from these.
 */
export const bounds = {
  /** Ids of rows, tenants, actors, channels and jobs, in UTF-16 units. */
  id: 200,
  /** Names, labels, keys and other single-line texts. */
  line: 1_000,
  /** Long texts: messages, their HTML, notes. */
  text: 1_000_000,
  /** Entries of a list of ids, tags or files. */
  list: 200,
  /** A record of the host's own (fields of customers and cases, data of an activity), as JSON. */
  record: 64 * 1_024,
  /** Nesting of records. */
  depth: 10,
  /** Values in one input, counting all its lists and records. */
  values: 50_000,
} as const;

/** The earliest and latest time that all kinds of programs can write: the years 1 and 9999. */
const earliest = -62_135_596_800_000;
const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** An id given by a caller, of a row, a tenant or an actor. Never empty, without control characters. */
export const idInput = z
  .string()
  .min(1)
  .max(bounds.id)
  .regex(/^\P{Cc}+$/u, "must not contain control characters");

/** A time given by a caller, in epoch milliseconds. */
export const instantInput = z.int().min(earliest).max(latest);

/** The version of a row that a caller has read. */
export const versionInput = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Single-line text. */
export const lineInput = (most: number = bounds.line) => z.string().max(most);

/** The host's own values: any JSON, with limits on size and depth. */
export const recordInput = z
  .record(z.string().min(1).max(bounds.id), z.unknown())
  .refine((record) => Object.keys(record).length <= bounds.list, `has more than ${bounds.list} names`)
  .refine((record) => isSmall(record), `is more than ${bounds.record} characters as JSON`);

/** For a first check of names; the schema that parses them next limits the values. */
export const namedValues = z.record(z.string().min(1).max(bounds.id), z.unknown());

/** A list with a maximum number of entries. */
export const listOf = <Item extends z.ZodType>(item: Item, most: number = bounds.list) =>
  z.array(item).max(most);

/** Input is plain data at this point (see `plainInput`), so it can be serialised as JSON. */
function isSmall(record: unknown): boolean {
  return JSON.stringify(record).length <= bounds.record;
}
