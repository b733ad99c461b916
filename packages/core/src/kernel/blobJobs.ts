import type { RoomJobHandlers } from "./jobHandlers.ts";
import { blobsOf } from "./storedBlobs.ts";

declare module "./transaction.ts" {
  interface SupportJobs {
    /** Bytes in the host's own store that no row references any more. */
    "blobs.remove": { readonly keys: readonly string[] };
  }
}

/** Removes unstaged bytes from a host's own store, which is not part of the commit that gave them up. */
export const blobJobs: RoomJobHandlers = {
  "blobs.remove": {
    async run({ data: { keys }, context }) {
      for (const key of keys) await blobsOf(context).delete(key);
    },
  },
};
