import { type Blobs, callsAtMost, digest, unusableBlobs } from "@heedkit/core";
import { addressing } from "./address.ts";
import { bytesOf, type Refusal, tooLarge } from "./failures.ts";
import { type S3BlobsOptions, s3Problems } from "./options.ts";
import { PassingError, requester } from "./request.ts";

/** Holds the digest of the bytes, so that a damaged or mixed object is never handed out. */
const digestHeader = "x-amz-meta-heedkit-sha256";

/**
 * Stores files as objects of an S3 bucket, at Amazon or a compatible service: MinIO, Cloudflare R2, Backblaze B2. Requests
 * are signed with the digest of their bytes, which the service checks. Never throws: errors in the options are in
 * `problems`, which `createSupport` lists with all others.
 *
 * ```ts
 * const blobs = s3Blobs({ bucket: "desk-files", region: "eu-central-1", credentials: () => currentKeys() });
 * const support = await createSupport({ storage, blobs });
 * ```
 *
 * Calls reject with `MESSAGE_TOO_LARGE` for a file above `maxBytes`, and with `BLOBS_UNAVAILABLE` if the service can't be
 * reached or refuses; no error holds a key or a signature.
 */
export function s3Blobs(options: S3BlobsOptions): Blobs {
  const problems = s3Problems(options);
  if (problems.length > 0) return unusableBlobs("s3", problems);
  const { maxBytes = 104_857_600, concurrency = 16 } = options;
  const urlOf = addressing(options);
  const request = requester(options);
  const limited = callsAtMost(concurrency);

  return {
    put: (key, bytes) =>
      limited(async () => {
        if (bytes.length > maxBytes) throw tooLarge(bytes.length, maxBytes);
        // A copy: what the caller does with its bytes later is not what is signed here.
        const body = new Uint8Array(bytes);
        const sum = await digest(body);
        await request<void>({
          verb: "store",
          method: "PUT",
          url: await urlOf(key),
          headers: {
            "content-type": "application/octet-stream",
            "x-amz-content-sha256": sum,
            [digestHeader]: sum,
          },
          body,
          read: drain,
          accept: () => undefined,
        });
      }),
    open: (key) =>
      limited(async () =>
        request<Uint8Array | null>({
          verb: "open",
          method: "GET",
          url: await urlOf(key),
          headers: { "x-amz-content-sha256": emptyDigest },
          read: (response) => opened(response, maxBytes),
          accept: (refusal) => (isMissing(refusal) ? { result: null } : undefined),
        }),
      ),
    delete: (key) =>
      limited(async () =>
        request<void>({
          verb: "delete",
          method: "DELETE",
          url: await urlOf(key),
          headers: { "x-amz-content-sha256": emptyDigest },
          read: drain,
          accept: (refusal) => (isMissing(refusal) ? { result: undefined } : undefined),
        }),
      ),
  };
}

/** SHA-256 of no bytes: the body of requests without one. */
const emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

async function opened(response: Response, maxBytes: number): Promise<Uint8Array> {
  const size = Number(response.headers.get("content-length") ?? 0);
  if (size > maxBytes) {
    await response.body?.cancel();
    throw tooLarge(size, maxBytes);
  }
  const bytes = await bytesOf(response, maxBytes);
  if (bytes === null) throw tooLarge(null, maxBytes);
  const expected = response.headers.get(digestHeader);
  // It may have been replaced while it was read; if it is damaged, trying again ends with this error.
  if (expected !== null && expected !== (await digest(bytes)))
    throw new PassingError("The blob store could not open a file: its bytes don't match their digest.");
  return bytes;
}

/** So that the connection can be used again. */
async function drain(response: Response): Promise<void> {
  await bytesOf(response, 65_536);
}

/** A missing bucket is a mistake in the options, not a missing file. */
function isMissing({ status, code }: Refusal): boolean {
  return status === 404 && code === "NoSuchKey";
}
