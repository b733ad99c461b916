import { type Change, type Storage, SupportError } from "@heedkit/core";

/** How a commit fails: nothing was applied, or everything was and only the answer got lost. */
export type Fault = "before" | "after";

export interface FaultyStorage extends Storage {
  /** Plans a failure of the next commit with a change that the test matches. Default: any. */
  failNext(fault: Fault, which?: (changes: readonly Change[]) => boolean): void;
  /** From now on nothing gets through, as if the process died or the network failed. */
  cut(): void;
  /** Everything gets through again. */
  mend(): void;
}

/** A storage whose commits fail as planned, as over a network. */
export function faultyStorage(storage: Storage): FaultyStorage {
  const planned: { readonly fault: Fault; readonly which: (changes: readonly Change[]) => boolean }[] = [];
  let isCut = false;
  const through = () => {
    if (isCut) throw unavailable();
  };
  return {
    ...storage,
    failNext: (fault, which = () => true) => void planned.push({ fault, which }),
    cut: () => {
      isCut = true;
    },
    mend: () => {
      isCut = false;
    },
    async get(table, keys) {
      through();
      return storage.get(table, keys);
    },
    async find(table, query) {
      through();
      return storage.find(table, query);
    },
    async claim(table, query) {
      through();
      return storage.claim(table, query);
    },
    async commit(changes) {
      through();
      const at = planned.findIndex(({ which }) => which(changes));
      const [plan] = at < 0 ? [] : planned.splice(at, 1);
      if (plan?.fault === "before") throw unavailable();
      await storage.commit(changes);
      if (plan?.fault === "after") throw unavailable();
    },
  };
}

function unavailable(): SupportError {
  return new SupportError("STORAGE_UNAVAILABLE", "The connection was lost. Try again.");
}
