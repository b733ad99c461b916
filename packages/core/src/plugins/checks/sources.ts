import type { SourceTraits } from "../../kernel/index.ts";
import type { AnyPlugin } from "../definePlugin.ts";
import type { KnownNames } from "./knownNames.ts";
import { oneOf, ownName } from "./naming.ts";

/** Keys of a source by its kind, those that it must have marked by true. */
const keysOf: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  timeline: { view: true },
  card: { beside: true, title: true },
  articles: {},
};
const keysOfAll = { name: true, find: true, permission: false, timeoutMs: false };
const longestMs = 10_000;

/** Sources of kinds that nobody asks for, and sources that can't be asked. */
export function sourceProblems(plugin: AnyPlugin, known: KnownNames): readonly string[] {
  const { id, sources = {}, permissions = {}, dependsOn = [] } = plugin;
  const permitted = [...known.permissions, ...Object.keys(permissions)];
  const names = new Set<string>();
  return Object.entries<unknown>(sources).flatMap(([kind, list]) => {
    const unknown = oneOf("sources:", kind, known.sourceKinds);
    if (unknown.length > 0) return unknown;
    if (!Array.isArray(list)) return [`sources.${kind}: must be a list.`];
    return list.flatMap((source: Partial<SourceTraits> | null, at) => {
      const place = `sources.${kind}[${at}]`;
      if (typeof source !== "object" || source === null) return [`${place}: is no source.`];
      const { name, permission, timeoutMs } = source;
      const keys = { ...keysOfAll, ...keysOf[kind] };
      const isTwice = typeof name === "string" && names.has(name);
      names.add(String(name));
      return [
        ...Object.keys(source).flatMap((key) => oneOf(`${place}:`, key, Object.keys(keys))),
        ...Object.entries(keys).flatMap(([key, isNeeded]) =>
          isNeeded && !(key in source) ? [`${place}: "${key}" is missing.`] : [],
        ),
        ...("find" in source && typeof source.find !== "function"
          ? [`${place}: find must be a function.`]
          : []),
        ...("beside" in source ? oneOf(`${place}: beside`, String(source.beside), ["case", "customer"]) : []),
        ...(name === undefined ? [] : ownName(`sources.${kind}`, String(name), id)),
        ...(isTwice ? [`sources.${kind}: duplicate name "${name}".`] : []),
        ...(permission === undefined || dependsOn.some((other) => permission.startsWith(`${other}.`))
          ? []
          : oneOf(`${place}: the permission`, String(permission), permitted)),
        ...(timeoutMs === undefined ||
        (Number.isInteger(timeoutMs) && timeoutMs >= 1 && timeoutMs <= longestMs)
          ? []
          : [`${place}: timeoutMs must be a whole number from 1 to ${longestMs}.`]),
      ];
    });
  });
}
