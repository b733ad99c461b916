import {
  type Conflict,
  isConflictError,
  isSupportError,
  type Storage,
  type SupportErrorCode,
} from "@heedkit/core";
import { afterAll, beforeAll, describe, expect } from "../checks/checks.ts";
import type { StorageSuiteOptions } from "./options.ts";
import { sampleTables } from "./samples.ts";

/** The storage that a group of tests shares, and separate tenants to keep them apart. */
export interface Subject {
  readonly storage: Storage;
  /** A tenant that no other test uses. */
  tenant(): string;
}

/** A group of tests on one storage, with the sample tables created. */
export function concern(
  suite: StorageSuiteOptions,
  title: string,
  register: (subject: Subject) => void,
): void {
  describe(title, () => {
    let storage: Storage | undefined;
    let tenants = 0;
    beforeAll(async () => {
      storage = await suite.create();
      await storage.schema.apply(sampleTables);
    });
    afterAll(async () => {
      if (storage === undefined) return;
      await (suite.dispose === undefined ? storage.close() : suite.dispose(storage));
    });
    register({
      get storage() {
        if (storage === undefined) throw new Error("The storage is made before the first test.");
        return storage;
      },
      tenant: () => `tenant-${++tenants}`,
    });
  });
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
    const again = await suite.openAgain?.(storage);
    if (again === undefined) throw new Error("The suite has no openAgain.");
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
