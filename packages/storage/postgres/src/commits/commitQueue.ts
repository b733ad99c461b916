import type { EncodedChange } from "./prepare.ts";

interface Piece {
  readonly changes: readonly EncodedChange[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** How commits are carried out. */
export interface Committing {
  /** Runs them in order in one transaction; null if one failed, and nothing was stored. */
  together(commits: readonly (readonly EncodedChange[])[]): Promise<"done" | "apart">;
  alone(changes: readonly EncodedChange[]): Promise<void>;
}

/** Transactions that run side by side while all goes well: more would only mean more waits for the disk. */
const usualLanes = 2;
/** After this time a running transaction is assumed to wait for a lock, and no longer holds up others. */
const slowAfterMs = 25;
/** Changes of one transaction, beyond which no further commit joins it. */
const mostChanges = 500;

/**
 * Group commit: commits that come while others run wait a moment, and share one transaction, one round trip and one
 * write to the disk. One that fails does the others no harm: then each is carried out alone.
 */
export class CommitQueue {
  private readonly committing: Committing;
  private readonly mostLanes: number;
  private waiting: Piece[] = [];
  private lanes = 0;
  private slowLanes = 0;
  private isScheduled = false;
  private drained: (() => void)[] = [];

  constructor(committing: Committing, mostLanes: number) {
    this.committing = committing;
    this.mostLanes = mostLanes;
  }

  commit(changes: readonly EncodedChange[]): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiting.push({ changes, resolve, reject });
      this.schedule();
    });
  }

  /** Resolves when nothing waits and nothing runs. */
  drain(): Promise<void> {
    if (this.waiting.length === 0 && this.lanes === 0) return Promise.resolve();
    return new Promise((resolve) => this.drained.push(resolve));
  }

  // After everything ready to run, so that all commits of this turn of the event loop join the group.
  private schedule(): void {
    if (this.isScheduled || !this.hasRoom) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      if (this.waiting.length > 0 && this.hasRoom) void this.run(this.nextGroup());
    });
  }

  private get hasRoom(): boolean {
    return this.lanes - this.slowLanes < Math.min(usualLanes, this.mostLanes) && this.lanes < this.mostLanes;
  }

  private nextGroup(): readonly Piece[] {
    let size = 0;
    let count = 0;
    for (const { changes } of this.waiting) {
      if (count > 0 && size + changes.length > mostChanges) break;
      size += changes.length;
      count++;
    }
    return this.waiting.splice(0, count);
  }

  private async run(pieces: readonly Piece[]): Promise<void> {
    this.lanes++;
    let isSlow = false;
    const watch = setTimeout(() => {
      isSlow = true;
      this.slowLanes++;
      this.schedule();
    }, slowAfterMs);
    await this.carryOut(pieces);
    clearTimeout(watch);
    this.lanes--;
    if (isSlow) this.slowLanes--;
    if (this.waiting.length > 0) this.schedule();
    else if (this.lanes === 0) for (const resolve of this.drained.splice(0)) resolve();
  }

  private async carryOut(pieces: readonly Piece[]): Promise<void> {
    try {
      if (pieces.length > 1) {
        const outcome = await this.committing.together(pieces.map(({ changes }) => changes));
        if (outcome === "done") {
          for (const { resolve } of pieces) resolve();
          return;
        }
      }
      await Promise.all(
        pieces.map(({ changes, resolve, reject }) => this.committing.alone(changes).then(resolve, reject)),
      );
    } catch (error) {
      for (const { reject } of pieces) reject(error);
    }
  }
}
