import * as z from "zod";
import { SupportError } from "../errors/index.ts";
import type { Cursor } from "../ports/index.ts";
import { idInput } from "./bounds.ts";
import { plainInput } from "./plainInput.ts";

/** Maximum problems listed in an error. */
const mostProblems = 20;

/** Parses a caller's input. @throws SupportError INVALID_INPUT naming each invalid field. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(plainInput(input, what));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, mostProblems).map(({ path, code, message }) => ({
    path: path.join(".").slice(0, 200),
    code,
    message: message.slice(0, 500),
  }));
  const problems = issues.map(({ path, message }) => `${path || "input"}: ${message}`);
  throw new SupportError("INVALID_INPUT", `${what}: invalid input. ${problems.join("; ")}.`, {
    details: { issues },
  });
}

/** Parses a single id, such as that of `cases.get(id)`. @throws SupportError INVALID_INPUT */
export function parseId(id: unknown, what: string): string {
  return parseInput(idInput, id, what);
}

const cursorParts = z.array(z.union([z.string().max(5_000), z.number(), z.boolean(), z.null()])).max(10);

/** A page's cursor, opaque to callers. `readonly()` would freeze rejected input, and byte arrays can't be frozen. */
export const cursorSchema = z.custom<Cursor>(
  (value) => cursorParts.safeParse(value).success,
  "is not a cursor returned by this list",
);

/** The maximum and default number of rows on a page. */
export const limitSchema = z.int().min(1).max(200).default(50);
