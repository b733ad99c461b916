import { type ParserPool, parserPool } from "./parserPool.ts";
import type { ParsingBounds } from "./parsingBounds.ts";

/** The use of a pool by one channel. */
export interface PoolLease {
  readonly pool: ParserPool;
  /** The last channel that ends its lease stops the threads. */
  end(): Promise<void>;
}

/** Channels of one process share threads, or a desk with fifty mailboxes would have a hundred. */
const shared = new Map<string, { readonly pool: ParserPool; users: number }>();

/** The pool of everybody with these bounds. */
export function leasePool(bounds: ParsingBounds): PoolLease {
  const key = JSON.stringify(bounds);
  const entry = shared.get(key) ?? { pool: parserPool(bounds), users: 0 };
  shared.set(key, entry);
  entry.users += 1;
  return {
    pool: entry.pool,
    async end() {
      entry.users -= 1;
      if (entry.users > 0) return;
      shared.delete(key);
      await entry.pool.stop();
    },
  };
}
