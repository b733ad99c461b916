import {
  defineCommand,
  definePlugin,
  defineQuery,
  defineReaction,
  defineSweep,
  defineTable,
  instant,
  type JobOptions,
  type JobRun,
  type Migration,
  nothing,
  type RowOf,
  type Schedule,
  shape,
  type WalkRunner,
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
  readonly schedules?: readonly Schedule[];
  readonly walks?: readonly WalkRunner[];
  readonly migrations?: readonly Migration[];
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

/** What tests have errands do. */
export const errandOperations = {
  /** Writes a job. */
  send: defineCommand({
    name: "errands.send",
    summary: "Writes a job.",
    input: z.strictObject({
      name: z.string(),
      options: z.custom<JobOptions>().optional(),
      kind: z.string().default("errands.run"),
    }),
    output: nothing,
    access: { permission: null },
    http: "POST /errands/jobs",
    // An errand of another kind is one that nobody here can do.
    run: (tx, { name, options, kind }): Promise<void> => tx.enqueue(kind as "errands.run", { name }, options),
  }),
  /** Writes many jobs at once. */
  sendAll: defineCommand({
    name: "errands.sendAll",
    summary: "Writes many jobs at once.",
    input: z.strictObject({ names: z.array(z.string()), options: z.custom<JobOptions>().optional() }),
    output: nothing,
    access: { permission: null },
    http: "POST /errands/jobs/all",
    async run(tx, { names, options }): Promise<void> {
      for (const name of names) await tx.enqueue("errands.run", { name }, options);
    },
  }),
  /** Writes rows that are due for the sweep. */
  due: defineCommand({
    name: "errands.due",
    summary: "Writes rows that are due for the sweep.",
    input: z.strictObject({ names: z.array(z.string()), dueAt: z.int() }),
    output: nothing,
    access: { permission: null },
    http: "POST /errands",
    run(tx, { names, dueAt }): void {
      for (const name of names) tx.insert(errandRows, { name, swept: 0, fence: 0, dueAt });
    },
  }),
  /** What was done. */
  list: defineQuery({
    name: "errands.list",
    summary: "Lists what was done.",
    input: z.strictObject({}),
    output: shape("Errands", z.array(errandRows.schema)),
    access: { permission: null },
    http: "GET /errands",
    run: async (read): Promise<ErrandRow[]> => [...(await read.find(errandRows, { limit: 1_000 }))],
  }),
};

/** A plugin whose jobs and sweep do as the test says. */
export function errands(script: ErrandScript = {}) {
  const { run = done, onDead, maxAttempts, maxRunMs, sweep, schedules = [], walks = [] } = script;
  const { migrations = [] } = script;
  return definePlugin({
    id: "errands",
    tables: [errandRows],
    schedules,
    walks,
    migrations,
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
        table: errandRows,
        async handle(tx, taken) {
          const row = await tx.get(errandRows, taken.id);
          if (row === null || row.dueAt === null || row.dueAt > tx.now) return;
          tx.update(errandRows, row, sweep?.(row) ?? { dueAt: null, swept: row.swept + 1 });
        },
      }),
    ],
    operations: errandOperations,
  });
}
