import type * as z from "zod";

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
  const result = schema.safeParse(options);
  if (!result.success) return result.error.issues.flatMap(problemsOf);
  try {
    probe?.();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : "the driver refuses them."];
  }
}

/** Of a union, the problems of the alternative that was nearly right. */
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
