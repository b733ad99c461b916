import type * as z from "zod";
import { asSupportError } from "../errors/index.ts";
import { suggest } from "../suggest.ts";
import { expectation, issueProblems } from "./issueProblems.ts";

/** The options of one part of the desk by name, each with what it accepts. The compiler holds it to the interface. */
export type OptionShape<Options extends object = Record<string, unknown>> = {
  readonly [Name in keyof Options]-?: z.ZodType;
};

/** Options as their shape outputs them. */
type OptionsRead<Shape extends OptionShape> = {
  readonly [Name in keyof Shape]: z.output<Shape[Name]>;
};

/**
 * Reads the options of one part of the desk, such as `templates`, each by itself. Whatever is wrong goes to `problems` at
 * its full path; the default stands in for it, so that everything else is looked at too.
 */
export function readOptions<Shape extends OptionShape>(
  shape: Shape,
  part: string,
  given: unknown,
  problems: string[],
): OptionsRead<Shape> {
  const values = valuesOf(given === undefined ? {} : given, part, problems);
  for (const name of values.keys())
    if (!Object.hasOwn(shape, name))
      problems.push(`${pathOf(part, name)}: there is no such option.${suggest(name, Object.keys(shape))}`);
  const read = Object.entries(shape).map(([name, schema]) => [
    name,
    readOne(schema, pathOf(part, name), values.get(name), problems),
  ]);
  // Each name has what its schema outputs.
  return Object.fromEntries(read) as OptionsRead<Shape>;
}

/** Own values by name. Of an object that refuses to be read, and of getters that throw, the problem is noted. */
function valuesOf(given: unknown, part: string, problems: string[]): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  attempt(part, problems, () => {
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
      problems.push(part === "" ? "expected an object." : `${part}: expected an object.`);
      return;
    }
    for (const name of Object.keys(given))
      attempt(pathOf(part, name), problems, () => values.set(name, Reflect.get(given, name)));
  });
  return values;
}

function readOne(schema: z.ZodType, path: string, value: unknown, problems: string[]): unknown {
  let parsed: z.ZodSafeParseResult<unknown> | undefined;
  attempt(path, problems, () => {
    parsed = schema.safeParse(value, { error: expectation });
    if (!parsed.success) problems.push(...issueProblems(parsed.error.issues, schema, path));
  });
  if (parsed?.success) return parsed.data;
  const fallback = schema.safeParse(undefined);
  return fallback.success ? fallback.data : undefined;
}

/** Runs what reads a value that may throw when it is looked at. */
function attempt(path: string, problems: string[], read: () => unknown): void {
  try {
    read();
  } catch (error) {
    const { message } = asSupportError(error, "INVALID_CONFIGURATION", "Reading it");
    problems.push(path === "" ? `can't be read. ${message}` : `${path}: can't be read. ${message}`);
  }
}

function pathOf(part: string, name: string): string {
  return part === "" ? name : `${part}.${name}`;
}
