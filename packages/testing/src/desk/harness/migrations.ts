import { defineMigration, type Migration } from "@heedkit/core";
import { errandRows } from "./errands.ts";

/** Writes one row. */
export function writing(name: string, once: "tenant" | "desk" = "tenant"): Migration {
  return defineMigration({
    name: `errands.${name}`,
    once,
    run: (tx) => void tx.insert(errandRows, { name, swept: 0, fence: 0 }),
  });
}
