import * as z from "zod";
import { isVisible, ofOneLine } from "./characters.ts";

/**
 * The bounds of everything that a desk takes from callers. A value beyond its bound is refused with INVALID_INPUT; none
 * is cut. Schemas of inputs are made from these.
 */
export const bounds = {
  /** Ids of rows, tenants, actors, channels and jobs, in UTF-16 units. */
  id: 200,
  /** Names, labels, keys and other words for people, of one line. */
  line: 1_000,
  /** Texts: messages, their HTML, notes. */
  text: 1_000_000,
  /** Entries of a list of ids, tags, files. */
  list: 200,
  /** A record of the host's own (fields of customers and cases, data of an activity), as JSON. */
  record: 64 * 1_024,
  /** Records within records. */
  depth: 10,
  /** Values in one input, counted through all its lists and records. */
  values: 50_000,
} as const;

/** The first and last moment that programs of all sorts can write: the years 1 and 9999. */
const earliest = -62_135_596_800_000;
const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** An id as a caller gives it: of a row, a tenant, an actor. Never empty, without control characters. */
export const idInput = z
  .string()
  .max(bounds.id)
  .regex(ofOneLine, "must not have control characters")
  .regex(isVisible, "is blank");

/** A moment that a caller gives, in epoch milliseconds. */
export const instantInput = z.int().min(earliest).max(latest);

/** The version of a row that a caller has read. */
export const versionInput = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** The host's own values: anything that JSON has, bounded in size and depth. */
export const recordInput = z
  .record(idInput, z.unknown())
  .refine((record) => Object.keys(record).length <= bounds.list, `has more than ${bounds.list} names`)
  .refine((record) => isSmall(record), `is more than ${bounds.record} characters as JSON`);

/** For a first look at names: values are bounded by the schema that parses them next. */
export const namedValues = z.record(idInput, z.unknown());

/** At most so many entries. */
export const listOf = <Item extends z.ZodType>(item: Item, most: number = bounds.list) =>
  z.array(item).max(most);

/** Input is plain by now (see `plainInput`), so that JSON can be made of it. */
function isSmall(record: unknown): boolean {
  return JSON.stringify(record).length <= bounds.record;
}
