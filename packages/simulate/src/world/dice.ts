/** Randomness determined by the seed (mulberry32). */
export interface Dice {
  /** A number in [0, 1). */
  fraction(): number;
  /** An integer from `least` to `most`, inclusive. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError for an empty list. */
  pick<Item>(items: readonly Item[]): Item;
  bytes(count: number): Uint8Array;
  /** Separate dice, so that one actor's draws don't shift another's. */
  fork(): Dice;
}

export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  const word = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const fraction = () => word() / 2 ** 32;
  return {
    fraction,
    between: (least, most) => least + Math.floor(fraction() * (most - least + 1)),
    chance: (probability) => fraction() < probability,
    pick(items) {
      const item = items[Math.floor(fraction() * items.length)];
      if (item === undefined) throw new RangeError("There is nothing to pick from.");
      return item;
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => word() & 0xff),
    // Neighbouring seeds must not give neighbouring streams.
    fork: () => seededDice(Math.imul(word() ^ 0x9e3779b9, 0x85ebca6b)),
  };
}
