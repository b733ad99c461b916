import { deserialize, serialize } from "node:v8";
import { SupportError, type Table } from "@heedkit/core";
import type { Applied } from "@heedkit/core/memory";
import type { Storage as KeyValueStore } from "unstorage";

/** What one commit stores: current tables, rows before and after (undefined: none), and numbers given out so far. */
export interface Entry {
  readonly tables?: readonly Table[];
  readonly rows?: Applied["rows"];
  readonly numbers?: readonly (readonly [sequence: string, given: number])[];
}

const keyOf = (number: number) => `commit:${String(number).padStart(12, "0")}`;

/**
 * A commit is one value under one key: the only thing that every key-value store writes atomically. Calls `replay` for
 * each stored commit, oldest first. If the process died while writing the last one, that one is truncated: nobody was
 * told that it is stored, so it is discarded.
 */
export async function openLog(kv: KeyValueStore, replay: (entry: Entry) => void) {
  const keys = (await kv.getKeys("commit")).sort();
  let last = 0;
  for (const key of keys) {
    const entry = read(await kv.getItemRaw(key));
    if (entry === null && key === keys.at(-1)) break;
    if (entry === null || key !== keyOf(last + 1))
      throw new SupportError(
        "STORAGE_FOREIGN",
        `A commit before "${key}" is missing or broken: restore a copy.`,
      );
    replay(entry);
    last += 1;
  }
  /** Resolves once the entry is stored. */
  return async (entry: Entry): Promise<void> => {
    await kv.setItemRaw(keyOf(last + 1), serialize(entry)).catch((cause: unknown) => {
      throw new SupportError("STORAGE_UNAVAILABLE", "The key-value store did not take the commit.", {
        cause,
      });
    });
    last += 1;
  };
}

function read(bytes: unknown): Entry | null {
  try {
    return bytes instanceof Uint8Array ? deserialize(bytes) : null;
  } catch {
    return null;
  }
}
