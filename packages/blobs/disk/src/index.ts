/**
 * Stores the files of a desk in a directory.
 *
 * @module
 */
export { diskBlobs } from "./diskBlobs.ts";
export type { DiskBlobsOptions } from "./options.ts";
