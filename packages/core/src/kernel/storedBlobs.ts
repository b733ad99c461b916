import { SupportError } from "../errors/index.ts";
import type { Blobs, RowOf, Storage } from "../ports/index.ts";
import { bytes, defineAppendOnlyTable } from "./table.ts";
import type { Transaction } from "./transaction.ts";

export const blobs = defineAppendOnlyTable("blobs", {
  comment: "Large binary data under opaque keys: attachments of outgoing messages and drafts.",
  idPrefix: "blb",
  fields: { bytes: bytes() },
  personal: {
    subject: [
      { namedBy: "messages", column: "attachments" },
      { namedBy: "scheduledReplies", column: "attachments" },
      { namedBy: "drafts", column: "attachments" },
    ],
    rows: "erase",
  },
});

/**
 * The storage key of a tenant's bytes: two names of lower-case letters, digits, `-` and `_` separated by a slash, so
 * that no id becomes a path, and no two tenants share a folder, even on a case-insensitive file system.
 */
export function blobKey(tenantId: string, id: string): string {
  return `${encoded(tenantId)}/${encoded(id)}`;
}

/** @throws SupportError INVALID_INPUT for halves of characters: in UTF-8, they are all the same */
export function requireBlobKey(key: string): void {
  if (/\p{Surrogate}/u.test(key))
    throw new SupportError("INVALID_INPUT", "The key of a blob must be well-formed Unicode.");
}

function keyOf(key: string) {
  requireBlobKey(key);
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

/** Stores blobs as rows of the desk's storage: the default, so that nothing else has to be set up. */
export function storedBlobs(storage: Storage): Blobs {
  const open = async (key: string): Promise<RowOf<typeof blobs> | undefined> => {
    const [row] = await storage.get(blobs, [keyOf(key)]);
    return row;
  };
  return {
    async put(key, content) {
      const row = { ...keyOf(key), bytes: content };
      await storage.commit([{ kind: "upsert", table: blobs, row, set: { bytes: content } }]);
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

/** The blobs as seen by a context: inside a host transaction, including what was written in it. */
export function blobsOf({ kernel, storage }: Holder): Blobs {
  return kernel.keepsBlobsAsRows ? storedBlobs(storage) : kernel.blobs;
}

/** The blobs of one tenant. @throws SupportError FORBIDDEN for another tenant's key */
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

/** Stages bytes in the commit that references them; only if blobs are rows. The key must be the tenant's own. */
export function stageBlob(tx: Transaction, key: string, content: Uint8Array): void {
  tx.insert(blobs, { id: key, bytes: content });
}
