import { suggest } from "../../suggest.ts";
import type { AnyPlugin } from "../definePlugin.ts";

/** The keys of what is listed in a plugin; of the rest, other checks know. */
const keysOf = {
  jobs: ["run", "maxAttempts", "maxRunMs", "onDead"],
  sweeps: ["name", "table", "where", "maxRunMs", "handle"],
  schedules: ["name", "cron", "timeZone", "missed", "run"],
  templates: ["key", "locale", "kind", "subject", "text", "html"],
  templateKinds: ["variables"],
  errors: ["status", "retryable"],
  operations: ["kind", "name", "summary", "input", "output", "access", "http", "run", "isStandalone"],
} as const satisfies Partial<Record<keyof AnyPlugin, readonly string[]>>;

const accessKeys = ["permission", "customer", "anonymous", "customerMay", "agent", "cases"];

/** Keys inside the parts of a plugin that nobody reads, with what was probably meant. */
export function partProblems(plugin: AnyPlugin): readonly string[] {
  const operations = Object.entries<unknown>(plugin.operations ?? {});
  return [
    ...Object.entries(keysOf).flatMap(([part, keys]) =>
      Object.entries<unknown>(plugin[part as keyof typeof keysOf] ?? {}).flatMap(([name, value]) =>
        unknownKeys(placeOf(part, name, value), value, keys),
      ),
    ),
    ...operations.flatMap(([verb, operation]) =>
      isObject(operation) ? unknownKeys(`operations.${verb}.access`, operation.access, accessKeys) : [],
    ),
  ];
}

/** `jobs: "stars.ask"`, and of what stands in a list, its own name. */
function placeOf(part: string, key: string, value: unknown): string {
  if (part === "operations") return `operations.${key}`;
  const name = isObject(value) ? (value.name ?? value.key) : undefined;
  return `${part}: "${typeof name === "string" ? name : key}"`;
}

function unknownKeys(place: string, value: unknown, keys: readonly string[]): readonly string[] {
  if (!isObject(value)) return [];
  // What is no sweep at all is said to be none.
  if (keys.includes("handle") && typeof value.handle !== "function") return [];
  return Object.keys(value).flatMap((key) =>
    keys.includes(key) ? [] : [`${place} has no "${key}".${suggest(key, keys)}`],
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
