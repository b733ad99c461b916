import * as z from "zod";
import { SupportError } from "../errors/index.ts";

/**
 * Parses what a caller gave. @throws SupportError INVALID_INPUT naming each wrong field.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "input"}: ${message}`);
  throw new SupportError("INVALID_INPUT", `${what} was given wrong input. ${problems.join("; ")}.`, {
    details: {
      issues: parsed.error.issues.map(({ path, code, message }) => ({ path: path.join("."), code, message })),
    },
  });
}

/** The next page's place in a list, opaque to callers. */
export const cursorSchema = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).readonly();

/** Most rows of one page and the default. */
export const limitSchema = z.int().min(1).max(200).default(50);
