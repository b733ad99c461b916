import type { Claimable, ClaimQuery, Filter, Storage, Table } from "@heedkit/core";
import { leafOf, mutant, turn } from "./mutant.ts";

const due = <Row extends Claimable>({ where, now }: ClaimQuery<Row>): Filter<Row> => ({
  and: [
    where ?? { and: [] },
    leafOf("dueAt", { atMost: now }),
    { or: [leafOf("leasedUntil", { is: null }), leafOf("leasedUntil", { atMost: now })] },
  ],
});

async function freeAll<Row extends Claimable>(
  inner: Storage,
  table: Table<Row>,
  where: Filter<Row> = { and: [] },
) {
  const rows = await inner.find(table, { where, limit: 1000 });
  await inner.commit(
    rows.map(({ tenantId, id }) => ({
      kind: "update",
      table,
      key: { tenantId, id },
      set: { leasedUntil: null },
    })),
  );
}

export const claimingMutants = [
  mutant("a lease keeps nobody out", "claims", (inner) => ({
    claim: async (table, query) => {
      await freeAll(inner, table, query.where);
      return inner.claim(table, query);
    },
  })),
  mutant("the fence does not grow", "claims", (inner) => ({
    claim: async (table, query) => {
      const taken = (await inner.claim(table, query)).map((row) => ({ ...row, fence: row.fence - 1 }));
      await inner.commit(
        taken.map(({ tenantId, id, fence }) => ({
          kind: "update",
          table,
          key: { tenantId, id },
          set: { fence },
        })),
      );
      return taken;
    },
  })),
  mutant("the fence grows only where nobody held the row", "claims", (inner) => ({
    claim: async (table, query) => {
      const before = await inner.find(table, { ...(query.where && { where: query.where }), limit: 1000 });
      const held = new Map(
        before.flatMap((row) => (row.leasedUntil === null ? [] : [[row.id, row.fence] as const])),
      );
      const taken = (await inner.claim(table, query)).map((row) => ({
        ...row,
        fence: held.get(row.id) ?? row.fence,
      }));
      await inner.commit(
        taken.map(({ tenantId, id, fence }) => ({
          kind: "update",
          table,
          key: { tenantId, id },
          set: { fence },
        })),
      );
      return taken;
    },
  })),
  mutant("a claim goes by the machine's clock", "claims", (inner) => ({
    claim: (table, query) => inner.claim(table, { ...query, now: Date.now() }),
  })),
  mutant("a claim is a read and a write", "claim races", (inner) => ({
    claim: async (table, query) => {
      const { orderBy = [{ field: "dueAt" }], limit, now, leaseMs } = query;
      const rows = await inner.find(table, { where: due(query), orderBy, limit });
      await turn();
      const taken = rows.map((row) => ({ ...row, leasedUntil: now + leaseMs, fence: row.fence + 1 }));
      await inner.commit(
        taken.map(({ tenantId, id, leasedUntil, fence }) => ({
          kind: "update",
          table,
          key: { tenantId, id },
          set: { leasedUntil, fence },
        })),
      );
      return taken;
    },
  })),
  mutant("a claim gives the row as it was before", "claims", (inner) => ({
    claim: async (table, query) =>
      (await inner.claim(table, query)).map((row) => ({ ...row, fence: row.fence - 1, leasedUntil: null })),
  })),
  mutant("a row is free a moment after its lease has run out", "claims", (inner) => ({
    claim: (table, query) =>
      inner.claim(table, {
        ...query,
        where: {
          and: [query.where ?? { and: [] }, { not: leafOf("leasedUntil", { is: query.now }) }],
        },
      }),
  })),
  mutant("rows are claimed before they are due", "claims", (inner) => ({
    claim: (table, query) => inner.claim(table, { ...query, now: query.now + 1 }),
  })),
  mutant("a claim forgets its order", "claims", (inner) => ({
    claim: (table, query) => inner.claim(table, { ...query, orderBy: [{ field: "id" }] }),
  })),
  mutant("a claim forgets its filter", "claims", (inner) => ({
    claim: (table, { where: _where, ...query }) => inner.claim(table, query),
  })),
  mutant("a claim takes more than it was asked for", "claims", (inner) => ({
    claim: (table, query) =>
      inner.claim(table, query.limit < 999 ? { ...query, limit: query.limit + 1 } : query),
  })),

  mutant("several numbers count as one", "sequences", (inner) => ({
    next: async (sequence, count) => {
      await inner.next(`check ${sequence}`, count);
      return inner.next(sequence, 1);
    },
  })),
  mutant("a number is read, and written a moment later", "sequences", (inner) => {
    const last = new Map<string, number>();
    return {
      next: async (sequence, count) => {
        await inner.next(`check ${sequence}`, count);
        const first = (last.get(sequence) ?? 0) + 1;
        await turn();
        last.set(sequence, first + count - 1);
        return first;
      },
    };
  }),
  mutant("all sequences are one", "sequences", (inner) => ({
    next: (_sequence, count) => inner.next("all", count),
  })),
  mutant("names of sequences are compared without case", "sequences", (inner) => ({
    next: (sequence, count) => inner.next(sequence.toLowerCase(), count),
  })),
  mutant("sequences start at 0", "sequences", (inner) => ({
    next: async (sequence, count) => (await inner.next(sequence, count)) - 1,
  })),
  mutant("no numbers at all may be asked for", "sequences", (inner) => ({
    next: (sequence, count) => inner.next(sequence, Math.max(1, Math.floor(count) || 1)),
  })),
];
