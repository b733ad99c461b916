/** A bounded cache of expensive values; the least recently used is dropped first. */
export interface BoundedCache<Value> {
  /** The value under a key, created if missing. */
  get(key: string, make: () => Value): Value;
  readonly size: number;
}

export function boundedCache<Value>(limit: number): BoundedCache<Value> {
  const kept = new Map<string, Value>();
  let newest: string | null = null;
  return {
    get(key, make) {
      const found = kept.get(key);
      if (found !== undefined) {
        // Moving a key to the end costs two map writes; most hits are on the last key already.
        if (key !== newest) {
          kept.delete(key);
          kept.set(key, found);
          newest = key;
        }
        return found;
      }
      const made = make();
      kept.set(key, made);
      newest = key;
      if (kept.size > limit) {
        const oldest = kept.keys().next();
        if (oldest.value !== undefined) kept.delete(oldest.value);
      }
      return made;
    },
    get size() {
      return kept.size;
    },
  };
}
