import { SupportError } from "@heedkit/core";
import type { Connection } from "./connection.ts";
import type { Run } from "./reading.ts";

/** Blocks kept in memory; a sequence whose block is forgotten leaves a gap. */
const mostBlocks = 10_000;

interface Block {
  next: number;
  end: number;
  reserving: Promise<void> | null;
}

/**
 * Gives out numbers from blocks. A block is reserved durably before its first number is given, so that no number is
 * given twice, whatever dies; within a block numbering costs nothing.
 */
export class Sequences {
  private readonly blocks = new Map<string, Block>();
  private readonly write: Run;
  private readonly prefix: string;
  private readonly size: number;

  constructor(write: Run, prefix: string, size: number) {
    this.write = write;
    this.prefix = prefix;
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

  /** Gives back what was reserved and not used, where nobody has reserved after it: a restart then leaves no gap. */
  async giveBack(): Promise<void> {
    const unused = [...this.blocks].filter(([, block]) => block.next < block.end);
    this.blocks.clear();
    if (unused.length === 0) return;
    const sql = `update "${this.prefix}sequences" set next_value = ? where name = ? and next_value = ?`;
    await this.write((connection) => {
      for (const [name, { next, end }] of unused) connection.run({ sql, values: [next, name, end] });
    });
  }

  private async reserve(block: Block, sequence: string, count: number): Promise<void> {
    const first = await this.write((connection) => reserve(connection, this.prefix, sequence, count));
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

/** Takes `count` numbers in the transaction that is open on the connection; returns the first. */
export function reserve(connection: Connection, prefix: string, sequence: string, count: number): number {
  requireCount(count);
  const [row] = connection.rows({
    sql: `insert into "${prefix}sequences" (name, next_value) values (?, 1 + ?) on conflict (name) do update set next_value = next_value + ? returning next_value`,
    values: [sequence, count, count],
  });
  return Number(row?.[0]) - count;
}

function requireCount(count: number): void {
  if (Number.isSafeInteger(count) && count >= 1) return;
  throw new SupportError("INVALID_INPUT", `Reserve at least one number, not ${count}.`);
}
