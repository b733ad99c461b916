import { isConflictError, isSupportError, SupportError } from "../errors/index.ts";
import type { Storage } from "../ports/index.ts";
import type { Context } from "./context.ts";
import type { Kernel } from "./kernel.ts";
import { blobKey } from "./storedBlobs.ts";

/**
 * What a command does outside its commit, remembered across attempts so that it is done once: numbers that were
 * reserved, bytes that were stored.
 */
export class CallMemory {
  readonly #kernel: Kernel;
  readonly #storage: Storage;
  readonly #tenantId: string;
  readonly #numbers = new Map<string, number[]>();
  readonly #keys: string[] = [];
  readonly #stored = new Set<string>();

  /** `storage`: inside a transaction of the host its own, for it holds the lock that another connection would wait for. */
  constructor({ kernel, storage, tenantId }: Pick<Context, "kernel" | "storage" | "tenantId">) {
    this.#kernel = kernel;
    this.#storage = storage;
    this.#tenantId = tenantId;
  }

  /** The `at`-th number of a sequence that this command takes. */
  async number(sequence: string, at: number): Promise<number> {
    const taken = this.#numbers.get(sequence) ?? [];
    this.#numbers.set(sequence, taken);
    taken[at] ??= await this.#storage.next(`${sequence}:${this.#tenantId}`, 1);
    return taken[at];
  }

  /** The key of the `at`-th file that this command brings. */
  key(at: number): string {
    this.#keys[at] ??= blobKey(this.#tenantId, this.#kernel.ids.create("att"));
    return this.#keys[at];
  }

  /** Stores bytes in a store of the host's own, which takes no part in the commit. @throws NotStored */
  async store(key: string, bytes: Uint8Array): Promise<void> {
    if (this.#stored.has(key)) return;
    this.#stored.add(key);
    try {
      await this.#kernel.blobs.put(key, bytes);
    } catch (error) {
      throw new NotStored(error);
    }
  }

  /**
   * Removes what the commit does not name: all of it when the command was refused. Where nobody knows whether the commit
   * was made, because the connection broke, files stay: a file too many is better than a message that lost one.
   * `discarded`: files of earlier commits that this one let go.
   */
  async settle(named: ReadonlySet<string>, discarded: readonly string[] = []): Promise<void> {
    const unnamed = [...[...this.#stored].filter((key) => !named.has(key)), ...discarded];
    for (const outcome of await Promise.allSettled(unnamed.map((key) => this.#kernel.blobs.delete(key))))
      if (outcome.status === "rejected")
        this.#kernel.report(outcome.reason, "removing files that nothing names");
  }
}

/** Bytes that were not stored, and so a command that wrote nothing. */
export class NotStored extends SupportError {
  constructor(cause: unknown) {
    const known = isSupportError(cause) ? cause : null;
    super(known?.code ?? "BLOBS_UNAVAILABLE", known?.message ?? String(cause), {
      cause,
      ...(known === null ? {} : { status: known.status, retryable: known.retryable, details: known.details }),
    });
  }
}

/** Whether a command surely wrote nothing. */
export function wroteNothing(error: unknown): boolean {
  return isConflictError(error) || error instanceof NotStored || (isSupportError(error) && !error.retryable);
}
