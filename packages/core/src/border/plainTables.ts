import { SupportError } from "../errors/index.ts";
import type { Table } from "../ports/index.ts";

/**
 * Throws INVALID_CONFIGURATION for a table that adapters can't copy or store, because it holds more than data: one that a
 * plugin has put together without `defineTable`.
 */
export function requirePlainTables(tables: readonly Table[]): void {
  for (const table of tables) {
    try {
      structuredClone(table);
    } catch (cause) {
      throw new SupportError(
        "INVALID_CONFIGURATION",
        `Table "${table.name}" must be plain data, but it holds a function or something else that can't be copied. Create it with defineTable.`,
        { cause },
      );
    }
  }
}
