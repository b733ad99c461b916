import { setImmediate } from "node:timers/promises";
import type { Storage } from "@heedkit/core";

/** A storage call that takes longer is waiting for something the test holds back. */
const longestCallMs = 300;
const moments = 5;

let running = 0;

/** The storage, counting its running calls. */
export function counted(storage: Storage): Storage {
  const during = async <Result>(call: Promise<Result>): Promise<Result> => {
    running++;
    try {
      return await call;
    } finally {
      running--;
    }
  };
  return {
    ...storage,
    get: (table, keys) => during(storage.get(table, keys)),
    find: (table, query) => during(storage.find(table, query)),
    count: (table, where) => during(storage.count(table, where)),
    aggregate: (table, query) => during(storage.aggregate(table, query)),
    search: (table, query) => during(storage.search(table, query)),
    commit: (changes) => during(storage.commit(changes)),
    claim: (table, query) => during(storage.claim(table, query)),
    next: (sequence, count) => during(storage.next(sequence, count)),
  };
}

/** Waits until the desk is idle: no storage call for a while, however remote the storage is. */
export async function quiet(): Promise<void> {
  const began = performance.now();
  for (let still = 0; still < moments && performance.now() - began < longestCallMs; ) {
    await setImmediate();
    still = running === 0 ? still + 1 : 0;
  }
}
