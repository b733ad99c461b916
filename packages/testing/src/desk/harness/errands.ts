import {
  type Claimable,
  type DefinedTable,
  definePlugin,
  defineReaction,
  defineSweep,
  defineTable,
  instant,
  type JobOptions,
  type JobRun,
  type RowOf,
  type SupportJobs,
} from "@heedkit/core";
import { z } from "zod";

declare module "@heedkit/core" {
  interface SupportJobs {
    "errands.run": { readonly name: string };
  }
  interface SupportEvents {
    "errands.done": { readonly name: string };
    "errands.noticed": { readonly name: string };
  }
}

export const errandRows = defineTable("errands", {
  comment: "What errands have done, and rows that a sweep looks after.",
  idPrefix: "err",
  fields: {
    name: z.string(),
    swept: z.int(),
    dueAt: instant().nullable(),
    leasedUntil: instant().nullable(),
    fence: z.int(),
    createdAt: instant(),
  },
  sparseIndexes: { due: ["dueAt"] },
  personal: "none",
});

export type ErrandRow = RowOf<typeof errandRows>;
type Run = (run: JobRun<"errands.run">) => Promise<void>;

/** What the errands of a test do; by default they are done and leave a row. */
export interface ErrandScript {
  readonly run?: Run;
  readonly onDead?: (name: string) => void;
  readonly maxAttempts?: number;
  readonly maxRunMs?: number;
  /** What the sweep does to a row that is due; by default it is counted and never due again. */
  readonly sweep?: (row: ErrandRow) => Partial<Pick<ErrandRow, "dueAt" | "swept">>;
}

/** Ends an errand in the usual way. */
export const done: Run = async ({ data: { name }, complete }) => {
  await complete((tx) => {
    tx.insert(errandRows, { name, swept: 0, fence: 0 });
    tx.emit("errands.done", {}, { name });
  });
};

/** Ends errands in the usual way and notes their names in the order in which they were begun. */
export function inOrder() {
  const order: string[] = [];
  const run: Run = async (job) => {
    order.push(job.data.name);
    await done(job);
  };
  return { order, run };
}

/** A plugin whose jobs and sweep do as the test says. */
export function errands({ run = done, onDead, maxAttempts, maxRunMs, sweep }: ErrandScript = {}) {
  return definePlugin({
    id: "errands",
    tables: [errandRows],
    reactions: [
      defineReaction({
        on: "errands.done",
        phase: "decide",
        run: ({ data }, tx) => tx.emit("errands.noticed", {}, data),
      }),
    ],
    jobs: {
      "errands.run": {
        run,
        ...(maxAttempts === undefined ? {} : { maxAttempts }),
        ...(maxRunMs === undefined ? {} : { maxRunMs }),
        onDead: (tx, { name }) => {
          tx.insert(errandRows, { name: `dead ${name}`, swept: 0, fence: 0 });
          onDead?.(name);
        },
      },
    },
    sweeps: [
      defineSweep({
        name: "errands.sweep",
        // Rows are claimable by their shape; the generic of sweeps wants to be told.
        table: errandRows as DefinedTable<ErrandRow & Claimable>,
        async handle(tx, taken) {
          const row = await tx.get(errandRows, taken.id);
          if (row === null || row.dueAt === null || row.dueAt > tx.now) return;
          tx.update(errandRows, row, sweep?.(row) ?? { dueAt: null, swept: row.swept + 1 });
        },
      }),
    ],
    services: ({ transact, tenantId, storage }) => ({
      /** Writes a job. */
      send: (name: string, options?: JobOptions, kind: keyof SupportJobs & string = "errands.run") =>
        // An errand of another kind is one that nobody here can do.
        transact((tx) => tx.enqueue(kind as "errands.run", { name }, options)),
      /** Writes many jobs at once. */
      async sendAll(names: readonly string[], options?: JobOptions) {
        for (let from = 0; from < names.length; from += 500)
          await transact(async (tx) => {
            for (const name of names.slice(from, from + 500))
              await tx.enqueue("errands.run", { name }, options);
          });
      },
      /** Writes rows that are due for the sweep. */
      due: (names: readonly string[], dueAt: number) =>
        transact(
          (tx) => void names.map((name) => tx.insert(errandRows, { name, swept: 0, fence: 0, dueAt })),
        ),
      list: () => storage.find(errandRows, { where: { field: "tenantId", is: tenantId }, limit: 1_000 }),
    }),
  });
}
