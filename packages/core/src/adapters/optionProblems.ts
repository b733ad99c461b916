import type * as z from "zod";

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
  const result = schema.safeParse(options);
  if (!result.success) return result.error.issues.flatMap(problemsOf);
  try {
    probe?.();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : "the driver rejected them."];
  }
}

/** For a union, the problems of the closest alternative. */
function problemsOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === "invalid_union") {
    const [nearest] = issue.errors.toSorted((one, other) => depth(other) - depth(one));
    return (nearest ?? []).map((inner) => describe([...issue.path, ...inner.path], inner.message));
  }
  return [describe(issue.path, issue.message)];
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

function describe(path: readonly PropertyKey[], message: string): string {
  return path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`;
}
