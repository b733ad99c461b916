import { digest, hex, requireBlobKey } from "../kernel/index.ts";

/** Keys as the core makes them: a tenant and an id, both already safe. */
const plainKey = /^[a-z0-9_-]+\/[a-z0-9_-]+$/;
/** Below what file systems, and services that store objects as files, take for a name (255). */
const longest = 200;

/**
 * The name under which a blob store keeps the bytes of a key: lower-case letters, digits, `_`, `-` and `=`, with at most
 * one slash, which separates a tenant from an id. Two keys never share a name, even where names are case-insensitive,
 * and no name is a path out of its folder. Names have at most 200 characters.
 *
 * ```ts
 * await blobName("default/att_5f1"); // default/att_5f1
 * await blobName("../Etc"); // ==2e=2e=2f=45tc
 * ```
 *
 * @throws SupportError INVALID_INPUT if the key isn't well-formed Unicode
 */
export async function blobName(key: string): Promise<string> {
  requireBlobKey(key);
  const name = plainKey.test(key) ? key : `=${escaped(key)}`;
  return name.length <= longest ? name : `==x${await digest(key)}`;
}

function escaped(key: string): string {
  return key.replace(/[^a-z0-9_-]/gu, (character) =>
    hex(new TextEncoder().encode(character)).replace(/../g, "=$&"),
  );
}
