import { SupportError } from "../errors/index.ts";
import type { Blobs, RowOf, Storage } from "../ports/index.ts";
import { bytes, defineAppendOnlyTable } from "./table.ts";
import type { Transaction } from "./transaction.ts";

export const blobs = defineAppendOnlyTable("blobs", {
  comment: "Large bytes under opaque keys: attachments of outgoing messages.",
  idPrefix: "blb",
  fields: { bytes: bytes() },
  personal: {
    subject: [
      { namedBy: "messages", column: "attachments" },
      { namedBy: "scheduledReplies", column: "attachments" },
    ],
    rows: "erase",
  },
});

/**
 * The key under which a tenant's bytes are kept: two names of small letters, digits, `-` and `_` with a slash between,
 * so that no id is a path, and no two tenants share a folder, on any file system, whatever it makes of case.
 */
export function blobKey(tenantId: string, id: string): string {
  return `${encoded(tenantId)}/${encoded(id)}`;
}

function keyOf(key: string) {
  return { tenantId: decoded(key.slice(0, Math.max(0, key.indexOf("/")))), id: key };
}

function encoded(id: string): string {
  return id.replace(/[^a-z0-9_-]|_(?=[0-9a-f]{2})/gu, (character) =>
    Array.from(new TextEncoder().encode(character), (byte) => `_${byte.toString(16).padStart(2, "0")}`).join(
      "",
    ),
  );
}

function decoded(name: string): string {
  return new TextDecoder().decode(
    Uint8Array.from(name.match(/_[0-9a-f]{2}|[\s\S]/g) ?? [], (part) =>
      part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0),
    ),
  );
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

interface Holder {
  readonly kernel: { readonly keepsBlobsAsRows: boolean; readonly blobs: Blobs };
  readonly storage: Storage;
}

/** The blobs as a context sees them: inside a transaction of the host, with what was written in it. */
export function blobsOf({ kernel, storage }: Holder): Blobs {
  return kernel.keepsBlobsAsRows ? storedBlobs(storage) : kernel.blobs;
}

/** The blobs of one tenant. @throws SupportError FORBIDDEN for a key of another */
export function tenantBlobs(all: Blobs, tenantId: string): Pick<Blobs, "open"> {
  return {
    open(key) {
      if (key.startsWith(blobKey(tenantId, ""))) return all.open(key);
      throw foreignBytes(key);
    },
  };
}

export function foreignBytes(key: string): SupportError {
  return new SupportError("FORBIDDEN", `The bytes under "${key}" belong to another tenant.`);
}

/** Stages bytes in the commit that names them; only where blobs are rows. The key must be the tenant's own. */
export function stageBlob(tx: Transaction, key: string, content: Uint8Array<ArrayBuffer>): void {
  tx.insert(blobs, { id: key, bytes: content });
}
