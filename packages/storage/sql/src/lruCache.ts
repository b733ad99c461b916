/** A map of bounded size that forgets what was not asked for the longest. */
export class LruCache<Key, Value> {
  private readonly entries = new Map<Key, Value>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.entries.size;
  }

  /** The value of the key, made when there is none. */
  get(key: Key, make: () => Value): Value {
    const known = this.entries.get(key);
    const value = known ?? make();
    if (known !== undefined) this.entries.delete(key);
    else if (this.entries.size >= this.limit) {
      const [oldest] = this.entries.keys();
      if (oldest !== undefined) this.entries.delete(oldest);
    }
    this.entries.set(key, value);
    return value;
  }
}
