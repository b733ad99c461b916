/**
 * Stores the files of a desk in Amazon S3 or a service with the same interface.
 *
 * @module
 */
export type { S3BlobsOptions, S3Credentials } from "./options.ts";
export { s3Blobs } from "./s3Blobs.ts";
