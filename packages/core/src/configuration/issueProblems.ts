import * as z from "zod";
import { suggest } from "../suggest.ts";

/**
 * What zod found wrong, a line for each problem at its full path. Values are never quoted: they may be secrets.
 *
 * @param schema What refused the value: names the options there are where one is misspelt.
 * @param part Where the value is, such as `templates.contact`; empty for the options themselves.
 */
export function issueProblems(
  issues: readonly z.core.$ZodIssue[],
  schema: z.core.$ZodType,
  part = "",
): readonly string[] {
  return issues.flatMap((issue) => problemsOf(issue, schema, part === "" ? [] : [part], issue.path));
}

function problemsOf(
  issue: z.core.$ZodIssue,
  schema: z.core.$ZodType,
  above: readonly PropertyKey[],
  place: readonly PropertyKey[],
): readonly string[] {
  const path = [...above, ...place];
  if (issue.code === "unrecognized_keys") {
    const known = namesAt(schema, place);
    return issue.keys.map((key) => problem([...path, key], `there is no such option.${suggest(key, known)}`));
  }
  // Of a union, the problems of the alternative that was nearly right.
  const nearest = issue.code === "invalid_union" ? nearestOf(issue.errors) : [];
  if (nearest.length > 0)
    return nearest.flatMap((inner) => problemsOf(inner, schema, above, [...place, ...inner.path]));
  return [problem(path, issue.message)];
}

/** None where nothing shows which alternative was meant. */
function nearestOf(alternatives: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const [nearest] = alternatives
    .filter((issues) => nearness(issues) > 0)
    .toSorted((one, other) => nearness(other) - nearness(one));
  return nearest ?? [];
}

/** How much of an alternative a value fits: by its type, or as far down as a problem is. */
function nearness(issues: readonly z.core.$ZodIssue[]): number {
  const isOther = issues.some(
    ({ path, code }) => path.length === 0 && (code === "invalid_type" || code === "custom"),
  );
  const depth = Math.max(
    ...issues.map(({ path, code }) => path.length + (code === "unrecognized_keys" ? 1 : 0)),
  );
  return isOther ? depth : depth + 1;
}

function problem(path: readonly PropertyKey[], message: string): string {
  const sentence = /[.?!]$/.test(message) ? message : `${message}.`;
  return path.length === 0 ? sentence : `${path.map(String).join(".")}: ${sentence}`;
}

/** The names of the options that an object at a path may have. */
function namesAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  let objects = objectsIn(schema);
  for (const step of path)
    objects = objects.flatMap((at) => {
      const inner = at instanceof z.ZodObject ? at.shape[String(step)] : itemOf(at);
      return inner === undefined ? [] : objectsIn(inner);
    });
  return objects.flatMap((at) => (at instanceof z.ZodObject ? Object.keys(at.shape) : []));
}

function itemOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodRecord ? schema.valueType : undefined;
}

/** The schema without its defaults and the like; of a union, all alternatives. */
function objectsIn(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(objectsIn);
  if (schema instanceof z.ZodPipe) return objectsIn(schema.in);
  const { def } = schema._zod;
  return "innerType" in def && isSchema(def.innerType) ? objectsIn(def.innerType) : [schema];
}

function isSchema(value: unknown): value is z.core.$ZodType {
  return typeof value === "object" && value !== null && "_zod" in value;
}

/** Says what was expected, where a schema has no words of its own for it. */
export const expectation: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is missing"
        : `expected ${typeNames[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `expected ${listed(issue.values.map((value) => JSON.stringify(value)))}`;
    case "too_small":
      if (issue.origin in units && issue.minimum === 1) return "is empty";
      return issue.origin in units
        ? `expected at least ${issue.minimum} ${units[issue.origin]}`
        : `expected a number ${issue.inclusive ? "from" : "above"} ${issue.minimum}`;
    case "too_big":
      return issue.origin in units
        ? `expected at most ${issue.maximum} ${units[issue.origin]}`
        : `expected a number ${issue.inclusive ? "up to" : "below"} ${issue.maximum}`;
    case "invalid_union": {
      const wanted = issue.errors.flatMap(([first]) => first?.message.replace(/^expected /, "") ?? []);
      return wanted.length === 0 ? undefined : `expected ${listed([...new Set(wanted)])}`;
    }
    default:
      return undefined;
  }
};

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  function: "a function",
  int: "a whole number",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a text",
};

const units: Readonly<Record<string, string>> = { string: "characters", array: "entries" };

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
