import type * as z from "zod";
import { asSupportError } from "../../errors/index.ts";
import type { AnyPlugin } from "../definePlugin.ts";

/** The parsed options of a plugin; validation errors go to `problems`. */
export function parseOptions({ options, optionsSchema }: AnyPlugin, problems: string[]): unknown {
  if (optionsSchema === undefined) return options;
  if (typeof optionsSchema.safeParse !== "function") {
    problems.push("optionsSchema: expected a zod schema.");
    return options;
  }
  try {
    const parsed = optionsSchema.safeParse(options);
    if (parsed.success) return parsed.data;
    problems.push(...parsed.error.issues.map(problemOf));
  } catch (error) {
    // Such as an asynchronous refinement, which is not supported here.
    problems.push(`options: ${asSupportError(error, "INVALID_CONFIGURATION", "optionsSchema").message}`);
  }
  return options;
}

function problemOf({ path, message }: z.core.$ZodIssue): string {
  return `${["options", ...path.map(String)].join(".")}: ${message}`;
}
