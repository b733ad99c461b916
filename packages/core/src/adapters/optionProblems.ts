import type * as z from "zod";
import { expectation, issueProblems } from "../configuration/index.ts";

/**
 * Lists everything wrong with an adapter's options, for its `problems`; empty if they are valid. Values are never
 * quoted, as they may be secrets.
 *
 * @param probe Creates what the driver builds from the options and releases it, to find mistakes that only the driver
 * sees.
 */
export function optionProblems<Schema extends z.ZodType>(
  schema: Schema,
  options: unknown,
  probe?: () => void,
): readonly string[] {
  const result = schema.safeParse(options, { error: expectation });
  if (!result.success) return issueProblems(result.error.issues, schema);
  try {
    probe?.();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : "the driver rejected them."];
  }
}
