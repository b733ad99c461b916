import { createHash } from "node:crypto";
import { join } from "node:path";
import { blobName } from "@heedkit/core";

/** Where the bytes of a blob are. */
export interface BlobPlace {
  readonly folder: string;
  readonly file: string;
}

/**
 * The place of a key: a folder for the tenant, in it one of 256 by a hash of the key, and in that a file. Names begin with
 * `t.` or `b.`, so that none is reserved (`con`, `nul`), and no folder has the name of a file.
 */
export async function placeOf(directory: string, key: string): Promise<BlobPlace> {
  const name = await blobName(key);
  const slash = name.indexOf("/");
  const tenant = slash < 0 ? [] : [`t.${name.slice(0, slash)}`];
  const shard = createHash("sha256").update(key).digest("hex").slice(0, 2);
  const folder = join(directory, "files", ...tenant, shard);
  return { folder, file: join(folder, `b.${name.slice(slash + 1)}`) };
}
