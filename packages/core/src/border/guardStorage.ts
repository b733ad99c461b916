import { asSupportError } from "../errors/index.ts";
import type { Storage } from "../ports/index.ts";

/** A storage whose failures are SupportErrors, whatever its driver throws. */
export function guardStorage(storage: Storage): Storage {
  const call = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw asSupportError(error, "STORAGE_UNAVAILABLE", `The storage "${storage.name}"`);
    }
  };
  return {
    specVersion: 1,
    // Read lazily: options are checked after this.
    get name() {
      return storage.name;
    },
    get capabilities() {
      return storage.capabilities;
    },
    schema: {
      plan: (tables) => call(() => storage.schema.plan(tables)),
      apply: (tables) => call(() => storage.schema.apply(tables)),
    },
    get: (table, keys) => call(() => storage.get(table, keys)),
    find: (table, query) => call(() => storage.find(table, query)),
    count: (table, where) => call(() => storage.count(table, where)),
    aggregate: (table, query) => call(() => storage.aggregate(table, query)),
    search: (table, query) => call(() => storage.search(table, query)),
    commit: (changes) => call(() => storage.commit(changes)),
    claim: (table, query) => call(() => storage.claim(table, query)),
    next: (sequence, count) => call(() => storage.next(sequence, count)),
    within(hostTransaction) {
      try {
        return guardStorage(storage.within(hostTransaction));
      } catch (error) {
        throw asSupportError(error, "STORAGE_UNAVAILABLE", `The storage "${storage.name}"`);
      }
    },
    close: () => call(() => storage.close()),
  };
}
