import { type Change, ConflictError, isConflictError, type Storage, type UpsertChange } from "@heedkit/core";
import { mutant, noticedBy, turn } from "./mutant.ts";

/** Commits with other upserts than those given. */
const changing =
  (change: (change: UpsertChange) => Change) =>
  (inner: Storage): Partial<Storage> => ({
    commit: (changes) => inner.commit(changes.map((one) => (one.kind === "upsert" ? change(one) : one))),
  });

/** Storages that are wrong about upserts. */
export const upsertMutants = [
  noticedBy(
    "inserts the row as given if there is none, whatever is set, incremented and expected",
    mutant("a new row gets what was to be set", "upserts", (inner) => ({
      commit: async (changes) => {
        const [change] = changes;
        await inner.commit(changes);
        if (changes.length !== 1 || change?.kind !== "upsert" || change.by !== undefined) return;
        const { table, row, set } = change;
        if (set?.rank !== 7 || "extra" in set) return;
        await inner.commit([{ kind: "update", table, key: row, set: { rank: 7 } }]);
      },
    })),
  ),
  mutant(
    "the whole row replaces the one that is there",
    "upserts",
    changing((change) => {
      const { tenantId: _tenant, id: _id, ...values } = change.row;
      const { increment: _increment, ...rest } = change;
      return { ...rest, set: { ...values, ...change.set } };
    }),
  ),
  mutant(
    "the key that finds the row is forgotten",
    "upserts",
    changing(({ by: _by, ...change }) => change),
  ),
  mutant(
    "what is expected of an existing row is forgotten",
    "upserts",
    changing(({ expect: _expect, ...change }) => change),
  ),
  mutant("any unique key makes it change the row, as in MySQL", "upserts", (inner) => ({
    commit: async (changes) => {
      const tried = async (left: readonly Change[]): Promise<void> => {
        try {
          await inner.commit(left);
        } catch (error) {
          if (!isConflictError(error) || error.conflict.reason !== "unique") throw error;
          const { changeIndex, constraint } = error.conflict;
          const change = left[changeIndex];
          if (change?.kind !== "upsert" || change.by !== undefined || constraint !== "name") throw error;
          await tried(left.with(changeIndex, { ...change, by: constraint }));
        }
      };
      await tried(changes);
    },
  })),
  mutant("it looks first and inserts afterwards", "upserts", (inner) => ({
    commit: async (changes) => {
      const [change] = changes;
      if (changes.length !== 1 || change?.kind !== "upsert" || change.by !== "name")
        return inner.commit(changes);
      const { table, row, set, increment, expect } = change;
      const all = await inner.find(table, { limit: 1000 });
      const found = all.find(
        (one) => one.tenantId === row.tenantId && "name" in one && one.name === row.name,
      );
      await turn();
      if (found === undefined) return inner.commit([{ kind: "insert", table, row }]);
      const parts = { ...(set && { set }), ...(increment && { increment }), ...(expect && { expect }) };
      await inner.commit([{ kind: "update", table, key: found, ...parts }]).catch((error: unknown) => {
        if (!isConflictError(error)) throw error;
        throw new ConflictError({ ...error.conflict, id: row.id });
      });
    },
  })),
];
