import { SupportError } from "@heedkit/core";

/** A response that was not what was asked for: its status and the code of S3, such as `NoSuchKey`. */
export interface Refusal {
  readonly status: number;
  readonly code: string | null;
  /** The region in which the bucket is, where the response says so. */
  readonly region: string | null;
}

/** Codes of S3 for what may work if it is simply tried again. */
const passing = new Set([
  "RequestTimeout",
  "SlowDown",
  "InternalError",
  "ServiceUnavailable",
  "ExpiredToken",
]);

export function mayPass({ status, code }: Refusal): boolean {
  return status >= 500 || status === 429 || status === 408 || (code !== null && passing.has(code));
}

/**
 * Reads no more than the code of an error response: the rest quotes the request, with its access key and what was signed.
 */
export async function refusalOf(response: Response): Promise<Refusal> {
  const text = await textOf(response, 16_384).catch(() => "");
  const [, code = null] = /<Code>([A-Za-z0-9.]{1,64})<\/Code>/.exec(text) ?? [];
  const [region = null] = /^[a-z0-9-]{1,50}$/.exec(response.headers.get("x-amz-bucket-region") ?? "") ?? [];
  return { status: response.status, code, region };
}

export function refused(verb: string, { status, code, region }: Refusal): SupportError {
  const answer = code === null ? `${status}` : `${status} ${code}`;
  const hint =
    region === null || status < 300 || status >= 400 ? "" : ` The bucket is in the region ${region}.`;
  const text = `The blob store could not ${verb} a file: the service answered ${answer}.${hint}`;
  return new SupportError("BLOBS_UNAVAILABLE", text, { details: { status, code } });
}

export function tooLarge(size: number | null, limit: number): SupportError {
  const what = size === null ? "The file is too large" : `The file has ${size} bytes`;
  const text = `${what}; the blob store takes ${limit} bytes. Raise maxBytes of s3Blobs.`;
  return new SupportError("MESSAGE_TOO_LARGE", text, { details: { size, limit } });
}

async function textOf(response: Response, limit: number): Promise<string> {
  const bytes = await bytesOf(response, limit);
  return bytes === null ? "" : new TextDecoder().decode(bytes);
}

/** The body of a response, or null if it has more than `limit` bytes: the rest is not transferred. */
export async function bytesOf(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (response.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
