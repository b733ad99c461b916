import { isConflictError, isSupportError, SupportError } from "../errors/index.ts";
import type { Storage } from "../ports/index.ts";
import type { Context } from "./context.ts";
import type { Kernel } from "./kernel.ts";
import { blobKey } from "./storedBlobs.ts";

/**
 * Side effects of a command outside its commit, remembered across attempts so that they happen once: reserved numbers
 * and stored bytes.
 */
export class CallMemory {
  readonly #kernel: Kernel;
  readonly #storage: Storage;
  readonly #tenantId: string;
  readonly #numbers = new Map<string, number[]>();
  readonly #keys: string[] = [];
  readonly #stored = new Set<string>();

  /** `storage`: the host's own inside a host transaction, which holds a lock that another connection would wait for. */
  constructor({ kernel, storage, tenantId }: Pick<Context, "kernel" | "storage" | "tenantId">) {
    this.#kernel = kernel;
    this.#storage = storage;
    this.#tenantId = tenantId;
  }

  /** The `at`-th number of a sequence that this command uses. */
  async number(sequence: string, at: number): Promise<number> {
    const taken = this.#numbers.get(sequence) ?? [];
    this.#numbers.set(sequence, taken);
    taken[at] ??= await this.#storage.next(`${sequence}:${this.#tenantId}`, 1);
    return taken[at];
  }

  /** The key of the `at`-th file of this command. */
  key(at: number): string {
    this.#keys[at] ??= blobKey(this.#tenantId, this.#kernel.ids.create("att"));
    return this.#keys[at];
  }

  /** Stores bytes in the host's own store, which is not part of the commit. @throws NotStored */
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
   * Removes files that the commit does not reference: all of them if the command was rejected. If it is unknown whether
   * the commit succeeded, because the connection broke, files stay: a file too many is better than a message without
   * its file.
   */
  async settle(named: ReadonlySet<string>): Promise<void> {
    const unnamed = [...this.#stored].filter((key) => !named.has(key));
    for (const outcome of await Promise.allSettled(unnamed.map((key) => this.#kernel.blobs.delete(key))))
      if (outcome.status === "rejected")
        this.#kernel.report(outcome.reason, "removing files that nothing names");
  }
}

/** The bytes were not stored, so the command wrote nothing. */
export class NotStored extends SupportError {
  constructor(cause: unknown) {
    const known = isSupportError(cause) ? cause : null;
    super(known?.code ?? "BLOBS_UNAVAILABLE", known?.message ?? String(cause), {
      cause,
      ...(known === null ? {} : { status: known.status, retryable: known.retryable, details: known.details }),
    });
  }
}

/** Whether a command certainly wrote nothing. */
export function wroteNothing(error: unknown): boolean {
  return isConflictError(error) || error instanceof NotStored || (isSupportError(error) && !error.retryable);
}
