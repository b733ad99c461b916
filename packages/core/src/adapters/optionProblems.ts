import type * as z from "zod";
import { expectation, issueProblems } from "../configuration/index.ts";

/**
 * Everything that is wrong with the options of an adapter, for its `problems`; empty where they will do. Values are never
 * quoted: they may be secrets.
 *
 * @param probe Makes what a driver makes of the options and lets go of it, for mistakes that only the driver knows.
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
    return [error instanceof Error ? error.message : "the driver refuses them."];
  }
}
