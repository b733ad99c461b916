import { isSupportError } from "@heedkit/core";
import type { Connection } from "./connection.ts";
import { isBusy, toSupportError } from "./failures.ts";
import { pause } from "./waiting.ts";

interface Piece {
  readonly work: (connection: Connection) => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly queuedAt: number;
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** How long one transaction may go on taking pieces in, so that the event loop is never held for long. */
const longestTransactionMs = 10;

/**
 * Group commit: pieces of work that are queued at the same moment share one transaction and one fsync. Each is
 * resolved after COMMIT has returned. One that fails leaves nothing behind and does the others no harm.
 */
export class Writer {
  private readonly connect: () => Connection;
  private readonly timeoutMs: number;
  private queue: Piece[] = [];
  private isScheduled = false;
  private attempts = 0;
  private drained: (() => void)[] = [];

  constructor(connect: () => Connection, timeoutMs: number) {
    this.connect = connect;
    this.timeoutMs = timeoutMs;
  }

  write<Result>(work: (connection: Connection) => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      const piece = { work, resolve: (result: unknown) => resolve(result as Result), reject };
      this.queue.push({ ...piece, queuedAt: performance.now() });
      this.schedule();
    });
  }

  /** Resolves when nothing is queued. */
  drain(): Promise<void> {
    if (this.queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.drained.push(resolve));
  }

  // After all that is ready to run: whoever is about to commit in this turn of the event loop gets into the group.
  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => this.flush());
  }

  private flush(): void {
    const pieces = this.queue;
    this.queue = [];
    try {
      this.runTogether(pieces);
      this.goOn();
    } catch (error) {
      if (isBusy(error)) this.tryLater(pieces, error);
      else if (pieces.length > 1) this.runEach(pieces);
      else this.fail(pieces, error);
    }
  }

  private runTogether(pieces: readonly Piece[]): void {
    const connection = this.connect();
    this.settle(
      pieces,
      together(connection, pieces) ?? together(connection, pieces, { guarded: true }) ?? [],
    );
    this.attempts = 0;
  }

  // When the disk is full, say, the small ones may still fit.
  private runEach(pieces: readonly Piece[]): void {
    for (const [at, piece] of pieces.entries()) {
      try {
        this.runTogether([piece]);
      } catch (error) {
        if (isBusy(error)) {
          this.tryLater(pieces.slice(at), error);
          return;
        }
        piece.reject(toSupportError(error));
      }
    }
    this.goOn();
  }

  private fail(pieces: readonly Piece[], error: unknown): void {
    for (const { reject } of pieces) reject(toSupportError(error));
    this.goOn();
  }

  private settle(pieces: readonly Piece[], outcomes: readonly Outcome[]): void {
    for (const [at, piece] of pieces.entries()) {
      const outcome = outcomes[at];
      if (outcome === undefined) this.queue.push(piece);
      else if ("error" in outcome) piece.reject(toSupportError(outcome.error));
      else piece.resolve(outcome.result);
    }
  }

  private tryLater(pieces: readonly Piece[], error: unknown): void {
    const now = performance.now();
    const isLate = ({ queuedAt }: Piece) => now - queuedAt >= this.timeoutMs;
    for (const piece of pieces) if (isLate(piece)) piece.reject(toSupportError(error));
    this.queue = [...pieces.filter((piece) => !isLate(piece)), ...this.queue];
    if (this.queue.length === 0) this.goOn();
    else void pause(this.attempts++).then(() => this.flush());
  }

  private goOn(): void {
    this.isScheduled = false;
    if (this.queue.length > 0) this.schedule();
    else for (const resolve of this.drained.splice(0)) resolve();
  }
}

/**
 * Runs the pieces in one transaction; outcomes are in their order, fewer where the time was up. Without savepoints,
 * which cost, as long as every piece that fails does so before it has changed anything; where one does not, nothing
 * is kept and null returned: then all are to be run guarded. Throws what is nobody's own failure: a full disk, a lock.
 */
function together(
  connection: Connection,
  pieces: readonly Piece[],
  { guarded } = { guarded: false },
): readonly Outcome[] | null {
  const outcomes: Outcome[] = [];
  const began = performance.now();
  connection.begin();
  try {
    for (const { work } of pieces) {
      const before = connection.changed;
      try {
        const result = guarded ? connection.guarded(() => work(connection)) : work(connection);
        outcomes.push({ result });
      } catch (error) {
        if (!isSupportError(error)) throw error;
        if (!guarded && connection.changed !== before) {
          connection.rollback();
          return pieces.length === 1 ? [{ error }] : null;
        }
        outcomes.push({ error });
      }
      if (performance.now() - began > longestTransactionMs) break;
    }
    connection.commit();
    return outcomes;
  } catch (error) {
    connection.rollback();
    throw error;
  }
}
