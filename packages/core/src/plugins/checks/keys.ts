import { suggest } from "../../suggest.ts";
import type { AnyPlugin } from "../definePlugin.ts";

type Shape = "a word" | "anything" | "an object" | "a list" | "a function";

/** The compiler sees to it that none is missing and none is too many. */
const shapes: Readonly<Record<keyof AnyPlugin, Shape>> = {
  id: "a word",
  options: "anything",
  optionsSchema: "an object",
  dependsOn: "a list",
  actsAs: "a list",
  tables: "a list",
  operations: "an object",
  reactions: "a list",
  derivations: "a list",
  jobs: "an object",
  sweeps: "a list",
  schedules: "a list",
  walks: "a list",
  migrations: "a list",
  permissions: "an object",
  templates: "a list",
  templateKinds: "an object",
  sources: "an object",
  conditions: "a list",
  errors: "an object",
  start: "a function",
  stop: "a function",
};

/** Unknown keys of a definition, with a suggestion, and values of the wrong shape. */
export function keyProblems(plugin: AnyPlugin): string[] {
  return Object.entries(plugin).flatMap(([key, value]) => {
    if (!Object.hasOwn(shapes, key))
      return [`"${key}" is not part of a plugin.${suggest(key, Object.keys(shapes))}`];
    const shape = shapes[key as keyof AnyPlugin];
    return value === undefined || isOf(shape, value) ? [] : [`"${key}" must be ${shape}.`];
  });
}

function isOf(shape: Shape, value: unknown): boolean {
  switch (shape) {
    case "anything":
      return true;
    case "a word":
      return typeof value === "string";
    case "a function":
      return typeof value === "function";
    case "a list":
      return Array.isArray(value);
    case "an object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}
