import { type Change, type Conflict, ConflictError, isConflictError, type Storage } from "@heedkit/core";
import { mutant, turn } from "./mutant.ts";

/** Reports a conflict with a different error. */
const retold =
  (tell: (conflict: Conflict) => Error) =>
  (inner: Storage): Partial<Storage> => ({
    commit: (changes) =>
      inner.commit(changes).catch((error: unknown) => {
        throw isConflictError(error) ? tell(error.conflict) : error;
      }),
  });

/** Commits again without the change that couldn't be applied, as long as `isHarmless` allows it. */
const forgiving =
  (isHarmless: (conflict: Conflict, change: Change | undefined) => boolean) =>
  (inner: Storage): Partial<Storage> => {
    const commit = async (changes: readonly Change[]): Promise<void> => {
      try {
        await inner.commit(changes);
      } catch (error) {
        if (!isConflictError(error)) throw error;
        const { changeIndex } = error.conflict;
        if (!isHarmless(error.conflict, changes[changeIndex])) throw error;
        await commit(changes.filter((_, at) => at !== changeIndex));
      }
    };
    return { commit };
  };

/** Commits changes derived from those given. */
const changing =
  (change: (change: Change) => Change) =>
  (inner: Storage): Partial<Storage> => ({ commit: (changes) => inner.commit(changes.map(change)) });

export const writingMutants = [
  mutant("a commit that fails leaves what it did before", "atomicity", (inner) => ({
    commit: async (changes) => {
      for (const [changeIndex, change] of changes.entries())
        await inner.commit([change]).catch((error: unknown) => {
          throw isConflictError(error) ? new ConflictError({ ...error.conflict, changeIndex }) : error;
        });
    },
  })),
  mutant("a concurrent reader sees half of a commit", "atomicity", (inner) => ({
    commit: async (changes) => {
      if (changes.length !== 4) return inner.commit(changes);
      await inner.commit(changes.slice(0, 2));
      await turn();
      await inner.commit(changes.slice(2));
    },
  })),
  mutant("a commit resolves before it is done", "atomicity", (inner) => ({
    commit: async (changes) => {
      void turn(1)
        .then(() => inner.commit(changes))
        .catch(() => undefined);
    },
  })),
  mutant("an invalid change is left out", "refusals", (inner) => ({
    commit: (changes) =>
      inner.commit(changes).catch((error: unknown) => {
        if (isConflictError(error)) throw error;
      }),
  })),
  mutant(
    "what is expected is forgotten",
    "guarded writes",
    changing(({ ...change }) => {
      if (change.kind === "insert") return change;
      const { expect: _expect, ...rest } = change;
      return rest;
    }),
  ),
  mutant(
    "expecting null is expecting nothing",
    "null and case",
    changing((change) =>
      change.kind === "insert" || change.expect === undefined
        ? change
        : {
            ...change,
            expect: Object.fromEntries(Object.entries(change.expect).filter(([, value]) => value !== null)),
          },
    ),
  ),
  mutant("an expectation is checked before the commit, not in it", "guarded writes", (inner) => ({
    commit: async (changes) => {
      if (changes.length !== 1) return inner.commit(changes);
      for (const [changeIndex, change] of changes.entries()) {
        if (change.kind === "insert" || change.kind === "upsert") continue;
        const [row] = await inner.get(change.table, [change.key]);
        const holds = Object.entries(change.expect ?? {}).every(([field, value]) =>
          Object.entries(row ?? {}).some(([name, one]) => name === field && one === value),
        );
        const { id } = change.key;
        if (row !== undefined && !holds)
          throw new ConflictError({ changeIndex, table: change.table.name, id, reason: "expectation" });
      }
      await turn();
      await inner.commit(
        changes.map((change) => (change.kind === "insert" ? change : { ...change, expect: {} })),
      );
    },
  })),
  mutant("increments are read, added and set", "rows", (inner) => ({
    commit: async (changes) => {
      const [change] = changes;
      if (changes.length !== 1 || change?.kind !== "update") return inner.commit(changes);
      const { increment = {}, ...rest } = change;
      const [row = {}] = await inner.get(change.table, [change.key]);
      await turn();
      const sums = Object.entries(increment).map(([field, amount]) => {
        const [, value] = Object.entries(row).find(([name]) => name === field) ?? [];
        return [field, Number(value ?? 0) + amount];
      });
      await inner.commit([{ ...rest, set: { ...rest.set, ...Object.fromEntries(sums) } }]);
    },
  })),
  mutant("an increment of null stays null", "rows", (inner) => ({
    commit: async (changes) => {
      const [change] = changes;
      if (changes.length !== 1 || change?.kind !== "update") return inner.commit(changes);
      const [row = {}] = await inner.get(change.table, [change.key]);
      const nulls = new Set(Object.entries(row).flatMap(([field, value]) => (value === null ? [field] : [])));
      const increment = Object.entries(change.increment ?? {}).filter(([field]) => !nulls.has(field));
      await inner.commit([{ ...change, increment: Object.fromEntries(increment) }]);
    },
  })),
  mutant(
    "an update puts null where it sets nothing",
    "rows",
    changing((change) => {
      if (change.kind !== "update" || change.set === undefined) return change;
      const others = Object.entries(change.table.columns).filter(
        ([field, { nullable }]) => nullable && !Object.hasOwn(change.increment ?? {}, field),
      );
      return {
        ...change,
        set: { ...Object.fromEntries(others.map(([field]) => [field, null])), ...change.set },
      };
    }),
  ),
  mutant("an insert of a row that is there replaces it", "unique keys", (inner) => ({
    commit: (changes) =>
      inner.commit(changes).catch(async (error: unknown) => {
        const change = isConflictError(error) ? changes[error.conflict.changeIndex] : undefined;
        if (change?.kind !== "insert" || !isConflictError(error)) throw error;
        if (error.conflict.constraint !== "primary") throw error;
        const { tenantId, id, ...set } = change.row;
        await inner.commit([{ kind: "update", table: change.table, key: { tenantId, id }, set }]);
      }),
  })),
  mutant(
    "a delete of a missing row passes",
    "guarded writes",
    forgiving(({ reason }, change) => reason === "missing" && change?.kind === "delete"),
  ),
  mutant(
    "an update of a missing row passes",
    "guarded writes",
    forgiving(({ reason }, change) => reason === "missing" && change?.kind === "update"),
  ),

  mutant("unique keys are compared without case", "unique keys", (inner) => ({
    commit: async (changes) => {
      const taken = new Set<string>();
      for (const [changeIndex, { kind, table, ...change }] of changes.entries()) {
        if (kind !== "insert" || !("row" in change)) continue;
        const key = `${table.name} ${change.row.tenantId} ${String(change.row.name).toLowerCase()}`;
        if (taken.has(key))
          throw new ConflictError({
            changeIndex,
            table: table.name,
            id: change.row.id,
            reason: "unique",
            constraint: "name",
          });
        taken.add(key);
      }
      await inner.commit(changes);
    },
  })),
  mutant(
    "unique keys of several fields are not kept on update",
    "unique keys",
    forgiving(
      ({ reason, constraint }, change) =>
        reason === "unique" && constraint === "place" && change?.kind === "update",
    ),
  ),
  mutant(
    "a conflict always names the first change",
    "guarded writes",
    retold((conflict) => new ConflictError({ ...conflict, changeIndex: 0 })),
  ),
  mutant(
    "a conflict does not name its unique key",
    "unique keys",
    retold(({ constraint: _constraint, ...conflict }) => new ConflictError(conflict)),
  ),
  mutant(
    "a missing row is reported as a failed expectation",
    "guarded writes",
    retold(
      (conflict) =>
        new ConflictError(conflict.reason === "missing" ? { ...conflict, reason: "expectation" } : conflict),
    ),
  ),
  mutant(
    "a conflict is the database's own error",
    "unique keys",
    retold(() => new Error("duplicate key value violates unique constraint")),
  ),
];
