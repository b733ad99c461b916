import { caseCommands } from "./cases.ts";
import type { Commands } from "./command.ts";
import { operationCommands } from "./operations.ts";
import { peopleCommands } from "./people.ts";
import { settingCommands } from "./settings.ts";

/** Every call that a desk has. A test fails when one is missing here. */
export const commands: Commands = {
  ...peopleCommands,
  ...caseCommands,
  ...operationCommands,
  ...settingCommands,
};

/** Calls that are for everybody: they look at what they are given and at what comes with Heedkit, and at nothing else. */
export const openCalls: ReadonlySet<string> = new Set(["cases.findCodes"]);

/** Paths of all calls that an interface has. */
export function pathsOf(part: object, path: readonly string[] = []): readonly string[] {
  return Object.entries(part).flatMap(([name, value]) => {
    if (typeof value === "function") return [[...path, name].join(".")];
    return typeof value === "object" && value !== null ? pathsOf(value, [...path, name]) : [];
  });
}
