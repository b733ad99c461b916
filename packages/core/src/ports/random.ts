/** A source of randomness. A seeded one makes a whole desk reproducible. */
export interface Random {
  /** A number in [0, 1), for jitter and choices; may be predictable. */
  fraction(): number;
  /** `count` bytes; must be unpredictable in production, as ids and tokens are generated from them. */
  bytes(count: number): Uint8Array;
}

const pool = new Uint8Array(4096);
let used = pool.length;

/** Cryptographic randomness of the platform, fetched in blocks. */
export const systemRandom: Random = {
  fraction: () => Math.random(),
  bytes(count) {
    if (count > pool.length) return crypto.getRandomValues(new Uint8Array(count));
    if (used + count > pool.length) {
      crypto.getRandomValues(pool);
      used = 0;
    }
    used += count;
    return pool.slice(used - count, used);
  },
};
