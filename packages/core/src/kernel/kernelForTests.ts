import * as z from "zod";
import { ConflictError, SupportError } from "../errors/index.ts";
import { memoryStorage } from "../memory/index.ts";
import type { Change, Random, Storage } from "../ports/index.ts";
import { keyOf } from "../rows/index.ts";
import type { Context } from "./context.ts";
import { typeIds } from "./ids.ts";
import { inProcessLive } from "./inProcessLive.ts";
import { createKernel } from "./kernel.ts";
import { kernelTables } from "./kernelTables.ts";
import { defineTable } from "./table.ts";

/** What happens to a commit: nothing, a failure before or after it was applied, or a concurrent write. */
export type Fate = "through" | "before" | "after" | "conflict";

/** A storage whose commits meet these fates in turn, and succeed afterwards. */
export function fatefulStorage(storage: Storage, fates: readonly Fate[]): Storage {
  let commits = 0;
  return {
    ...storage,
    async commit(changes) {
      const fate = fates[commits++] ?? "through";
      if (fate === "conflict") throw conflictWith(changes);
      if (fate === "before") throw lost();
      await storage.commit(changes);
      if (fate === "after") throw lost();
    },
  };
}

function conflictWith([change]: readonly Change[]): ConflictError {
  const id = change === undefined ? "" : keyOf(change).id;
  return new ConflictError({ changeIndex: 0, table: change?.table.name ?? "", id, reason: "expectation" });
}

function lost(): SupportError {
  return new SupportError("STORAGE_UNAVAILABLE", "The connection was lost.");
}

/** Reproducible randomness. */
export function repeatable(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    fraction,
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(fraction() * 256)),
  };
}

export const accounts = defineTable("accounts", {
  comment: "Sums that commands move about.",
  idPrefix: "acc",
  fields: { balance: z.int(), note: z.string().nullable() },
});

export const entries = defineTable("entries", {
  comment: "What was moved.",
  idPrefix: "ent",
  fields: { fromId: z.string(), toId: z.string(), amount: z.int() },
});

/** A kernel on memory storage in a world where time stands still and waiting takes no time. */
export function kernelForTests(fates: readonly Fate[] = [], seed = 1) {
  const memory = memoryStorage();
  // Storage in memory has applied them by the time it returns its promise.
  void memory.schema.apply([...kernelTables, accounts, entries]);
  const storage = fatefulStorage(memory, fates);
  const clock = { now: () => 1_000_000, wait: async () => {} };
  const random = repeatable(seed);
  const reports: unknown[] = [];
  const report = (error: unknown) => void reports.push(error);
  const kernel = createKernel({
    storage,
    clock,
    random,
    report,
    ids: typeIds(clock, random),
    live: inProcessLive(report),
    blobs: null,
    grants: () => "all",
    requireTenant: async () => {},
  });
  const context: Context = { kernel, storage, tenantId: "one", actor: { kind: "host", id: null } };
  return { kernel, context, memory, reports };
}
