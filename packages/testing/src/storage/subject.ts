import {
  type Conflict,
  isConflictError,
  isSupportError,
  type Storage,
  type SupportErrorCode,
} from "@heedkit/core";
import { afterAll, beforeAll, describe, expect } from "../checks/checks.ts";
import { explainedBy } from "../checks/explaining.ts";
import { capabilitiesOf, type HostTransaction, type StorageSuiteOptions } from "./options.ts";
import { sampleTables } from "./samples.ts";
import { CallTrace } from "./tracing.ts";

/** The storage that a group of tests shares, and separate tenants to keep them apart. */
export interface Subject {
  readonly storage: Storage;
  /** A tenant that no other test uses. */
  tenant(): string;
  /** The storage and `others` more over the same data, which are closed afterwards; only itself if it isn't shared. */
  together<Result>(others: number, work: (storages: readonly Storage[]) => Promise<Result>): Promise<Result>;
  beginHostTransaction(): Promise<HostTransaction>;
}

/** A group of tests on one storage, with the sample tables created. */
export function concern(
  suite: StorageSuiteOptions,
  title: string,
  register: (subject: Subject) => void,
): void {
  const trace = new CallTrace();
  describe(title, () => {
    let made: Storage | undefined;
    let noted: Storage | undefined;
    let tenants = 0;
    const itself = () => {
      if (made === undefined) throw new Error("The storage is made before the first test.");
      return made;
    };
    beforeAll(async () => {
      made = await suite.create();
      noted = trace.of(made);
      await made.schema.apply(sampleTables);
    });
    afterAll(async () => {
      if (made === undefined) return;
      await (suite.dispose === undefined ? made.close() : suite.dispose(made));
    });
    const subject: Subject = {
      get storage() {
        return noted ?? itself();
      },
      tenant: () => `tenant-${++tenants}`,
      async together(others, work) {
        const opened: Storage[] = [];
        const count = capabilitiesOf(suite).shared ? others : 0;
        try {
          while (opened.length < count) opened.push(await openAgain(suite, itself()));
          return await work([subject.storage, ...opened.map((storage) => trace.of(storage))]);
        } finally {
          for (const storage of opened) await storage.close();
        }
      },
      async beginHostTransaction() {
        if (suite.beginHostTransaction === undefined)
          throw new Error("The suite has no beginHostTransaction.");
        return suite.beginHostTransaction(itself());
      },
    };
    explainedBy(trace, () => register(subject));
  });
}

async function openAgain(suite: StorageSuiteOptions, storage: Storage): Promise<Storage> {
  const again = await suite.openAgain?.(storage);
  if (again === undefined) throw new Error("The suite has no openAgain.");
  return again;
}

/** Runs the first part on a new storage, closes it, and runs what it returned on the same data opened again. */
export async function acrossRestart(
  suite: StorageSuiteOptions,
  first: (storage: Storage) => Promise<(again: Storage) => Promise<unknown>>,
): Promise<void> {
  const storage = await suite.create();
  try {
    await storage.schema.apply(sampleTables);
    const then = await first(storage);
    await storage.close();
    const again = await openAgain(suite, storage);
    await then(again).finally(() => again.close());
  } finally {
    await (suite.dispose === undefined ? storage.close() : suite.dispose(storage));
  }
}

/** Expects a SupportError with this code; returns it. */
export async function rejection(promise: Promise<unknown>, code: SupportErrorCode) {
  const error: unknown = await promise.then(
    (value) => expect.fail(`Expected ${code}, but it resolved with ${JSON.stringify(value)}.`),
    (reason: unknown) => reason,
  );
  if (!isSupportError(error)) throw error;
  expect(error.code).toBe(code);
  return error;
}

/** Expects a ConflictError; returns why. */
export async function conflict(promise: Promise<unknown>): Promise<Conflict> {
  const error = await rejection(promise, "CONFLICT");
  if (!isConflictError(error)) throw error;
  return error.conflict;
}

/** Ids of rows, in their order. */
export function ids(rows: readonly { readonly id: string }[]): readonly string[] {
  return rows.map(({ id }) => id);
}

/** Lets others run: between two calls of a storage that answers at once, nobody else would ever get a turn. */
export const othersTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
