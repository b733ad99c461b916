import { type ConditionField, conditionFieldTypes } from "../../conditions/index.ts";
import { suggest } from "../../suggest.ts";
import type { AnyPlugin } from "../definePlugin.ts";
import { foreign, oneOf } from "./naming.ts";

const keys = ["name", "type", "options", "changedBy", "timeoutMs", "load"];
const longestMs = 10_000;
const mostOptions = 1_000;

/** Condition fields that can't be loaded, or not under their name. */
export function conditionProblems(
  { id, conditions = [] }: AnyPlugin,
  isEmitted: (event: string) => boolean,
  events: readonly string[],
): readonly string[] {
  const names = new Set<unknown>();
  return conditions.flatMap((field: unknown, at) => {
    if (!isObject(field) || typeof field.load !== "function" || typeof field.name !== "string")
      return [
        `conditions: the entry at position ${at} is not a condition field. Create them with defineConditionField.`,
      ];
    const { name, type, options, changedBy, timeoutMs } = field;
    const place = `conditions: "${name}"`;
    const isTwice = names.has(name);
    names.add(name);
    return [
      ...Object.keys(field).flatMap((key) =>
        keys.includes(key) ? [] : [`${place} has no "${key}".${suggest(key, keys)}`],
      ),
      ...nameProblems(id, name),
      ...(isTwice ? [`conditions: duplicate name "${name}".`] : []),
      ...oneOf(`${place}: the type`, String(type), conditionFieldTypes),
      ...(options === undefined || areOptions(type, options)
        ? []
        : [
            `${place}: options must be a list of 1 to ${mostOptions} texts, of a field of type text or list.`,
          ]),
      ...changeProblems(place, changedBy, isEmitted, events),
      ...(timeoutMs === undefined || isTimeout(timeoutMs)
        ? []
        : [`${place}: timeoutMs must be a whole number from 1 to ${longestMs}.`]),
    ];
  });
}

/** Whether an entry can be used, whatever else is wrong with the desk. */
export function isConditionField(field: unknown): field is ConditionField {
  return (
    isObject(field) &&
    typeof field.load === "function" &&
    typeof field.name === "string" &&
    conditionFieldTypes.includes(String(field.type)) &&
    (field.options === undefined || areOptions(field.type, field.options)) &&
    (field.changedBy === undefined || Array.isArray(field.changedBy))
  );
}

function nameProblems(id: string, name: string): readonly string[] {
  if (id === "case" || id === "customer")
    return [`conditions: a plugin with the id "${id}" can't have any: "${id}.*" are the desk's own.`];
  const rest = name.startsWith(`${id}.`) ? name.slice(id.length + 1) : "";
  return /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/.test(rest)
    ? []
    : [foreign("conditions", name, `${id}.${name.slice(name.lastIndexOf(".") + 1) || "name"}`)];
}

function changeProblems(
  place: string,
  changedBy: unknown,
  isEmitted: (event: string) => boolean,
  events: readonly string[],
): readonly string[] {
  if (changedBy === undefined) return [];
  if (!Array.isArray(changedBy)) return [`${place}: changedBy must be a list of events.`];
  return changedBy
    .map(String)
    .flatMap((type) =>
      isEmitted(type) ? [] : [`${place}: changedBy: nobody emits "${type}".${suggest(type, events)}`],
    );
}

function areOptions(type: unknown, options: unknown): boolean {
  return (
    (type === "text" || type === "list") &&
    Array.isArray(options) &&
    options.length > 0 &&
    options.length <= mostOptions &&
    options.every((option) => typeof option === "string")
  );
}

function isTimeout(ms: unknown): boolean {
  return Number.isInteger(ms) && Number(ms) >= 1 && Number(ms) <= longestMs;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
