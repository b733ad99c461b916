import { SupportError } from "@heedkit/core";

/** Blocks kept in memory; a sequence whose block is forgotten leaves a gap. */
const mostBlocks = 10_000;

interface Block {
  next: number;
  end: number;
  reserving: Promise<void> | null;
}

/** Numbers of a sequence that were reserved and not given out. */
export interface UnusedNumbers {
  readonly name: string;
  /** The first that was not given out. */
  readonly next: number;
  /** The first that was not reserved. */
  readonly end: number;
}

/** How an adapter keeps sequences. */
export interface SequenceStore {
  /** Takes `count` consecutive numbers durably; resolves with the first. */
  reserve(sequence: string, count: number): Promise<number>;
  /** Returns numbers of each sequence, if nobody has reserved later ones. */
  giveBack(unused: readonly UnusedNumbers[]): Promise<void>;
}

/**
 * Gives out numbers from blocks. A block is reserved durably before its first number is given, so that no number is
 * given twice, whatever dies; within a block numbering costs nothing.
 */
export class Sequences {
  private readonly blocks = new Map<string, Block>();
  private readonly store: SequenceStore;
  private readonly size: number;

  /** `size`: how many numbers are reserved at once. */
  constructor(store: SequenceStore, size: number) {
    this.store = store;
    this.size = size;
  }

  async next(sequence: string, count: number): Promise<number> {
    requireCount(count);
    const block = this.block(sequence);
    while (block.end - block.next < count) {
      block.reserving ??= this.reserve(block, sequence, Math.max(count, this.size)).finally(() => {
        block.reserving = null;
      });
      await block.reserving;
    }
    block.next += count;
    return block.next - count;
  }

  /** Returns reserved but unused numbers, if nobody has reserved later ones: a restart then leaves no gap. */
  async giveBack(): Promise<void> {
    const unused = [...this.blocks].filter(([, block]) => block.next < block.end);
    this.blocks.clear();
    if (unused.length === 0) return;
    await this.store.giveBack(unused.map(([name, { next, end }]) => ({ name, next, end })));
  }

  private async reserve(block: Block, sequence: string, count: number): Promise<void> {
    const first = await this.store.reserve(sequence, count);
    if (first !== block.end) block.next = first;
    block.end = first + count;
  }

  private block(sequence: string): Block {
    const block = this.blocks.get(sequence) ?? { next: 0, end: 0, reserving: null };
    this.blocks.delete(sequence);
    this.blocks.set(sequence, block);
    const [oldest] = this.blocks.keys();
    if (this.blocks.size > mostBlocks && oldest !== undefined) this.blocks.delete(oldest);
    return block;
  }
}

/** @throws SupportError INVALID_INPUT unless it is a positive integer */
export function requireCount(count: number): void {
  if (Number.isSafeInteger(count) && count >= 1) return;
  throw new SupportError("INVALID_INPUT", `Reserve at least one number, not ${count}.`);
}
