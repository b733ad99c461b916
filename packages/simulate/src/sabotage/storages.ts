import {
  type Change,
  cases,
  eventCommits,
  events,
  inbound,
  jobs,
  receipts,
  type Storage,
  slaClocks,
} from "@heedkit/core";
import type { Dice } from "../world/dice.ts";

/** A storage between desks and the real one that breaks one of its promises. */
type BrokenStorage = (storage: Storage, dice: Dice) => Storage;

const changing =
  (alter: (changes: readonly Change[], dice: Dice) => readonly Change[]): BrokenStorage =>
  (storage, dice) => ({ ...storage, commit: (changes) => storage.commit(alter(changes, dice)) });

const withoutGuard = (table: string, field: string): BrokenStorage =>
  changing((changes) =>
    changes.map((change) => {
      if (change.kind === "insert" || change.table.name !== table || change.expect === undefined)
        return change;
      const { [field]: _, ...expect } = change.expect;
      return { ...change, expect };
    }),
  );

const without = (table: string, share: number): BrokenStorage =>
  changing((changes, dice) => changes.filter((change) => change.table.name !== table || !dice.chance(share)));

/** Storages that must be caught, by what they do wrong. */
export const brokenStorages: Readonly<Record<string, BrokenStorage>> = {
  "acknowledges a commit and loses it, one in fifty": (storage, dice) => ({
    ...storage,
    commit: async (changes) => (dice.chance(1 / 50) ? undefined : storage.commit(changes)),
  }),
  "applies half of a commit, one in fifty": changing((changes, dice) =>
    dice.chance(1 / 50) ? changes.slice(0, Math.ceil(changes.length / 2)) : changes,
  ),
  "gives out rows that are leased": (storage) => ({
    ...storage,
    claim: (table, query) => storage.claim(table, { ...query, leaseMs: 0 }),
  }),
  "does not look at fences of jobs": withoutGuard(jobs.name, "fence"),
  "does not look at versions of cases": withoutGuard(cases.name, "version"),
  "does not look at versions of clocks": withoutGuard(slaClocks.name, "version"),
  "forgets what was delivered in": changing((changes, dice) =>
    changes.map((change) =>
      change.kind === "insert" && change.table.name === inbound.name
        ? {
            ...change,
            row: { ...change.row, dedupeKey: `${String(change.row.dedupeKey)} ${dice.fraction()}` },
          }
        : change,
    ),
  ),
  "loses one event in a hundred": without(events.name, 1 / 100),
  "forgets that one commit in fifty has events to position": without(eventCommits.name, 1 / 50),
  "loses one job in fifty": changing((changes, dice) =>
    changes.filter(
      ({ kind, table }) => kind !== "insert" || table.name !== jobs.name || !dice.chance(1 / 50),
    ),
  ),
  "does not keep receipts": without(receipts.name, 1 / 10),
};
