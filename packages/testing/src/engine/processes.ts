import { setTimeout as pause } from "node:timers/promises";
import {
  createSupport,
  type JobEngine,
  type JobOptions,
  type JobRow,
  jobs,
  type Storage,
  type Support,
  type SupportOptions,
  type WorkerOptions,
} from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect } from "vitest";
import { type ErrandRow, type ErrandScript, errandRows, errands } from "../desk/harness/errands.ts";
import { type FaultyStorage, faultyStorage } from "../desk/harness/faultyStorage.ts";
import type { EngineSuiteOptions, TestQueue } from "./options.ts";

/** Short, because engines only run in real time. */
export const leaseMs = 1_500;

/** A desk that plays one process, with errands as its jobs. */
export interface TestProcess {
  readonly support: Support;
  readonly storage: FaultyStorage;
  readonly reports: readonly { readonly error: unknown; readonly what: string }[];
  /** Names of the errands it started, in order. */
  readonly began: readonly string[];
  send(name: string, options?: JobOptions, tenantId?: string): Promise<void>;
  /** Writes many jobs at once. */
  sendAll(names: readonly string[], options?: JobOptions): Promise<void>;
}

export interface ProcessOptions extends ErrandScript {
  readonly worker?: WorkerOptions;
  /** Default: an engine of the test's queue. */
  readonly engine?: JobEngine;
  /** Default: one tenant. */
  readonly tenants?: readonly string[];
}

/** Processes over one storage and one queue. */
export interface TestCluster {
  readonly queue: TestQueue;
  /** A running process. */
  started(options?: ProcessOptions): Promise<TestProcess>;
  /** A process that was not started. */
  opened(options?: ProcessOptions): Promise<TestProcess>;
  /** Names of completed errands, in order. */
  names(): Promise<readonly string[]>;
  waiting(): Promise<readonly JobRow[]>;
  /** Jobs whose tickets are in the queue or being published. */
  published(): Promise<readonly JobRow[]>;
}

/** Runs a test on processes, and stops all of them at the end. */
export async function onCluster(
  options: EngineSuiteOptions,
  body: (cluster: TestCluster) => Promise<void>,
): Promise<void> {
  const storage = await (options.storage ?? memoryStorage)();
  const queue = await options.create();
  const processes: TestProcess[] = [];
  const opened = async (wanted: ProcessOptions = {}) => {
    const made = await openProcess(storage, wanted.engine ?? queue.engine(), wanted);
    processes.push(made);
    return made;
  };
  // A process that only creates the tables, so that they exist before any other runs.
  await openProcess(storage, null, {});
  try {
    await body({
      queue,
      opened,
      async started(wanted) {
        const made = await opened(wanted);
        await made.support.start();
        return made;
      },
      names: () => allNames(storage),
      published: () =>
        storage.find(jobs, { where: { field: "publishedUntil", above: Date.now() }, limit: 1_000 }),
      waiting: () => storage.find(jobs, { where: { field: "diedAt", is: null }, limit: 1_000 }),
    });
  } finally {
    await Promise.all(processes.map(({ support }) => support.stop()));
    await queue.dispose?.();
    await storage.close();
  }
}

async function allNames(storage: Storage): Promise<readonly string[]> {
  const rows: ErrandRow[] = [];
  for (;;) {
    const last = rows.at(-1);
    const page = await storage.find(errandRows, {
      limit: 1_000,
      ...(last === undefined ? {} : { after: [last.id] }),
    });
    rows.push(...page);
    if (page.length < 1_000) return rows.map(({ name }) => name);
  }
}

async function openProcess(storage: Storage, engine: JobEngine | null, wanted: ProcessOptions) {
  const { worker, tenants, ...script } = wanted;
  const reports: { readonly error: unknown; readonly what: string }[] = [];
  const began: string[] = [];
  const faulty = faultyStorage(storage);
  const plugin = errands({
    ...script,
    ...(script.run === undefined
      ? {}
      : {
          run: (job) => {
            began.push(job.data.name);
            return (script.run ?? Promise.reject)(job);
          },
        }),
  });
  const shared: SupportOptions = {
    // The other processes go on using it.
    storage: { ...faulty, close: async () => undefined },
    report: (error, what) => void reports.push({ error, what }),
    ...(tenants === undefined ? {} : { tenants }),
    worker: {
      leaseMs,
      pollMs: 50,
      backoffBaseMs: 20,
      backoffLimitMs: 40,
      drainMs: 2_000,
      ...(engine === null ? {} : { engine }),
      ...worker,
    },
  };
  const support = await createSupport({ ...shared, plugins: [plugin] });
  const send: TestProcess["send"] = (name, options, tenantId = support.tenantId) =>
    support.tenant(tenantId).errands.send(options === undefined ? { name } : { name, options });
  const sendAll: TestProcess["sendAll"] = (names, options) =>
    support.errands.sendAll({ names: [...names], ...(options === undefined ? {} : { options }) });
  return { support, storage: faulty, reports, began, send, sendAll };
}

/** Waits in real time until a condition holds. */
export async function eventually(claim: () => Promise<boolean> | boolean, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await claim()) && performance.now() < end) await pause(10);
  expect(await claim()).toBe(true);
}
