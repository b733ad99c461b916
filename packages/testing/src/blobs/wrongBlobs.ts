import type { Blobs } from "@heedkit/core";
import type { BlobsWorld } from "./options.ts";

type Bytes = Map<string, Uint8Array>;

/** A blob store that is wrong on purpose, made of one that is right and the bytes it holds. */
export interface WrongBlobs {
  readonly title: string;
  /** The concern of the suite that has to notice. */
  readonly concern: "keeping" | "separating" | "racing";
  wrong(right: Blobs, bytes: Bytes, beside: Bytes): Blobs;
}

/** A world over a map, in which `wrong` changes each store, and whose puts are cut off part-way. */
export function rightWorld(wrong: WrongBlobs["wrong"]): BlobsWorld {
  const [own, other]: readonly [Bytes, Bytes] = [new Map(), new Map()];
  let round = 0;
  return {
    open: () => wrong(inMap(own), own, other),
    openBeside: () => wrong(inMap(other), other, own),
    async interruptPut(key, bytes) {
      const putting = wrong(inMap(own), own, other).put(key, bytes);
      // Killed after so many turns: a map that is right has stored everything after the first.
      for (let turn = 0; turn < round % 3; turn++) await Promise.resolve();
      round += 1;
      const left = own.get(key);
      await putting;
      if (left === undefined) own.delete(key);
      else own.set(key, left);
    },
  };
}

function inMap(bytes: Bytes): Blobs {
  return {
    async put(key, given) {
      bytes.set(key, given.slice());
    },
    open: async (key) => bytes.get(key)?.slice() ?? null,
    async delete(key) {
      bytes.delete(key);
    },
  };
}

/** Stores the first half, lets others run, and then the rest. */
async function inHalves(bytes: Bytes, key: string, given: Uint8Array): Promise<void> {
  bytes.set(key, given.slice(0, given.length / 2));
  await new Promise((resolve) => setTimeout(resolve, 1));
  bytes.set(key, given.slice());
}

const renamed = (right: Blobs, name: (key: string) => string): Blobs => ({
  put: (key, bytes) => right.put(name(key), bytes),
  open: (key) => right.open(name(key)),
  delete: (key) => right.delete(name(key)),
});

export const wrongBlobs: readonly WrongBlobs[] = [
  {
    title: "shows half of what is being written",
    concern: "racing",
    wrong: (right, bytes) => ({ ...right, put: (key, given) => inHalves(bytes, key, given) }),
  },
  {
    title: "shares bytes between keys that differ in case",
    concern: "separating",
    wrong: (right) => renamed(right, (key) => key.toLowerCase()),
  },
  {
    title: "shares bytes between keys that normalise alike",
    concern: "separating",
    wrong: (right) => renamed(right, (key) => key.normalize()),
  },
  {
    title: "takes a key for a path",
    concern: "separating",
    wrong: (right) => renamed(right, (key) => new URL(`file:///${key}`).pathname),
  },
  {
    title: "cuts long keys off",
    concern: "separating",
    wrong: (right) => renamed(right, (key) => key.slice(0, 255)),
  },
  {
    title: "forgets the tenant",
    concern: "separating",
    wrong: (right) => renamed(right, (key) => key.replace(/^[^/]*\//, "")),
  },
  {
    title: "reaches into the store beside it",
    concern: "separating",
    wrong: (right, _, beside) => ({
      ...right,
      open: async (key) => (await right.open(key)) ?? beside.get(key)?.slice() ?? null,
    }),
  },
  {
    title: "deletes all that begins like the key",
    concern: "separating",
    wrong: (right, bytes) => ({
      ...right,
      async delete(key) {
        for (const known of [...bytes.keys()]) if (known.startsWith(key)) bytes.delete(known);
      },
    }),
  },
  {
    title: "throws when it deletes what is missing",
    concern: "keeping",
    wrong: (right, bytes) => ({
      ...right,
      async delete(key) {
        if (!bytes.delete(key)) throw new Error("no such key");
      },
    }),
  },
  {
    title: "throws when it opens what is missing",
    concern: "keeping",
    wrong: (right) => ({
      ...right,
      async open(key) {
        const opened = await right.open(key);
        if (opened === null) throw new Error("no such key");
        return opened;
      },
    }),
  },
  {
    title: "takes empty bytes for missing ones",
    concern: "keeping",
    wrong: (right) => ({
      ...right,
      async open(key) {
        const opened = await right.open(key);
        return opened?.length === 0 ? null : opened;
      },
    }),
  },
  {
    title: "keeps the first bytes of a key",
    concern: "keeping",
    wrong: (right, bytes) => ({
      ...right,
      async put(key, given) {
        if (!bytes.has(key)) await right.put(key, given);
      },
    }),
  },
  {
    title: "overwrites in place, and leaves the end of longer bytes",
    concern: "keeping",
    wrong: (right, bytes) => ({
      ...right,
      async put(key, given) {
        const old = bytes.get(key) ?? new Uint8Array();
        const all = new Uint8Array(Math.max(old.length, given.length));
        all.set(old);
        all.set(given);
        bytes.set(key, all);
      },
    }),
  },
  {
    title: "stores the buffer instead of the part",
    concern: "keeping",
    wrong: (right) => ({ ...right, put: (key, given) => right.put(key, new Uint8Array(given.buffer)) }),
  },
  {
    title: "keeps the caller's own array",
    concern: "keeping",
    wrong: (right, bytes) => ({
      ...right,
      async put(key, given) {
        bytes.set(key, given);
      },
    }),
  },
  {
    title: "hands out its own array",
    concern: "keeping",
    wrong: (right, bytes) => ({ ...right, open: async (key) => bytes.get(key) ?? null }),
  },
  {
    title: "takes bytes for text",
    concern: "keeping",
    wrong: (right) => ({
      ...right,
      put: (key, given) => right.put(key, new TextEncoder().encode(new TextDecoder().decode(given))),
    }),
  },
  {
    title: "cuts large bytes off",
    concern: "keeping",
    wrong: (right) => ({ ...right, put: (key, given) => right.put(key, given.subarray(0, 65_536)) }),
  },
  {
    title: "resolves before anything is stored",
    concern: "keeping",
    wrong: (right) => ({
      ...right,
      async put(key, given) {
        const copy = given.slice();
        setTimeout(() => void right.put(key, copy), 5);
      },
    }),
  },
];
