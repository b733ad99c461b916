import type { Blobs, RowOf, Storage } from "../ports/index.ts";
import { bytes, defineAppendOnlyTable } from "./table.ts";
import type { Context } from "./transact.ts";
import type { Transaction } from "./transaction.ts";

export const blobs = defineAppendOnlyTable("blobs", {
  comment: "Large bytes under opaque keys: attachments of outgoing messages.",
  idPrefix: "blb",
  fields: { bytes: bytes() },
});

/** The key under which a tenant's bytes are kept; the tenant's id comes first, so that rows can be its own. */
export function blobKey(tenantId: string, id: string): string {
  // An id of the host's own making may have a slash.
  return `${tenantId}/${encodeURIComponent(id)}`;
}

function keyOf(key: string) {
  return { tenantId: key.slice(0, Math.max(0, key.lastIndexOf("/"))), id: key };
}

/** Keeps blobs as rows of the desk's storage: the default, so that nothing else need be set up. */
export function storedBlobs(storage: Storage): Blobs {
  const open = async (key: string): Promise<RowOf<typeof blobs> | undefined> => {
    const [row] = await storage.get(blobs, [keyOf(key)]);
    return row;
  };
  return {
    async put(key, content) {
      const known = (await open(key)) !== undefined;
      const row = { ...keyOf(key), bytes: content };
      await storage.commit([
        ...(known ? [{ kind: "delete" as const, table: blobs, key: keyOf(key) }] : []),
        { kind: "insert", table: blobs, row },
      ]);
    },
    open: async (key) => (await open(key))?.bytes ?? null,
    async delete(key) {
      if ((await open(key)) === undefined) return;
      await storage.commit([{ kind: "delete", table: blobs, key: keyOf(key) }]);
    },
  };
}

/** The blobs as a context sees them: inside a transaction of the host, with what was written in it. */
export function blobsOf({ kernel, storage }: Pick<Context, "kernel" | "storage">): Blobs {
  return kernel.keepsBlobsAsRows ? storedBlobs(storage) : kernel.blobs;
}

/** Stages bytes in the commit that names them; only where blobs are rows. The key must be the tenant's own. */
export function stageBlob(tx: Transaction, key: string, content: Uint8Array<ArrayBuffer>): void {
  tx.insert(blobs, { id: key, bytes: content });
}
