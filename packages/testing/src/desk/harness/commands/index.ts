import type { operations } from "@heedkit/core";
import { caseCommands } from "./cases.ts";
import type { Command, Commands } from "./command.ts";
import { operationCommands } from "./operations.ts";
import { peopleCommands } from "./people.ts";
import { settingCommands } from "./settings.ts";
import { waitingCommands } from "./waiting.ts";

/** Names of all operations of core, as they are called. */
type OperationName = {
  [Room in keyof typeof operations]: `${Room}.${keyof (typeof operations)[Room] & string}`;
}[keyof typeof operations];

/** Every call that a desk has: an operation without a row does not compile. */
const rows = {
  ...peopleCommands,
  ...caseCommands,
  ...operationCommands,
  ...settingCommands,
  ...waitingCommands,
} satisfies Readonly<Record<OperationName, Command>>;

export const commands: Commands = rows;

/** Calls that are for everybody: they look at what they are given and at what comes with Heedkit, and at nothing else. */
export const openCalls: ReadonlySet<string> = new Set(["cases.findCodes"]);

/** Paths of all calls that an interface has. */
export function pathsOf(part: object, path: readonly string[] = []): readonly string[] {
  return Object.entries(part).flatMap(([name, value]) => {
    if (typeof value === "function") return [[...path, name].join(".")];
    return typeof value === "object" && value !== null ? pathsOf(value, [...path, name]) : [];
  });
}
