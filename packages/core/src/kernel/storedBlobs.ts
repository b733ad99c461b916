import type { Blobs, RowOf, Storage } from "../ports/index.ts";
import { bytes, defineAppendOnlyTable } from "./table.ts";

export const blobs = defineAppendOnlyTable("blobs", {
  comment: "Large bytes under opaque keys: attachments of outgoing messages.",
  idPrefix: "blb",
  fields: { bytes: bytes() },
});

/** Keeps blobs as rows of the desk's storage: the default, so that nothing else need be set up. */
export function storedBlobs(storage: Storage): Blobs {
  const keyOf = (key: string) => ({ tenantId: "", id: key });
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
