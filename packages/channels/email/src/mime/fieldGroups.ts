import { type HeaderField, readFields } from "./headerFields.ts";

/** Longest machine-readable report that is read, in bytes; those of mail systems have a few hundred for a recipient. */
const longestReport = 256 * 1024;

/**
 * The groups of fields of a machine-readable report (RFC 3464 s.2.1), which blank lines set apart. Each line is read
 * once; lines that are no field are passed over.
 */
export function readFieldGroups(body: Uint8Array, mostGroups: number): readonly (readonly HeaderField[])[] {
  const groups: (readonly HeaderField[])[] = [];
  const end = Math.min(body.length, longestReport);
  for (let start = 0; start < end && groups.length < mostGroups; ) {
    const { fields, next } = readFields(body, start, end);
    if (fields.length > 0) groups.push(fields);
    start = next;
  }
  return groups;
}
