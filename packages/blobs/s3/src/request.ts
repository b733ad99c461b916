import { isSupportError, SupportError } from "@heedkit/core";
import { AwsV4Signer } from "aws4fetch";
import { mayPass, type Refusal, refusalOf, refused } from "./failures.ts";
import { credentialsSchema, type S3BlobsOptions, type S3Credentials } from "./options.ts";

export interface Asking<Result> {
  readonly verb: string;
  readonly method: "PUT" | "GET" | "DELETE";
  readonly url: string;
  /** Signed, in addition to those of the signature. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** Reads a response with a status of 200 to 299. What it throws is final, unless it is a `PassingError`. */
  read(response: Response): Promise<Result>;
  /** The result of a refusal that is none, such as one for a missing file; undefined otherwise. */
  accept(refusal: Refusal): { readonly result: Result } | undefined;
}

/** What may work if it is tried again. */
export class PassingError extends Error {}

/** Sends requests that may be repeated: those that fail for a passing reason are, with growing pauses. */
export function requester(options: S3BlobsOptions) {
  const { attempts = 3, timeoutMs = 15_000 } = options;
  return async <Result>(asking: Asking<Result>): Promise<Result> => {
    for (let attempt = 1; ; attempt++)
      try {
        return await once(options, asking, AbortSignal.timeout(timeoutMs));
      } catch (error) {
        if (isSupportError(error)) throw error;
        if (attempt >= attempts) throw unreachable(asking.verb, error);
        await pause(attempt);
      }
  };
}

async function once<Result>(
  options: S3BlobsOptions,
  { verb, method, url, headers, body, read, accept }: Asking<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const { fetch = globalThis.fetch, region } = options;
  const signed = await new AwsV4Signer({
    ...(await before(signal, currentCredentials(options))),
    method,
    url,
    headers,
    service: "s3",
    region,
  }).sign();
  // A redirect would carry the signature to another host.
  const init = { method, headers: signed.headers, signal, redirect: "manual" as const };
  const request = new Request(signed.url, body === undefined ? init : { ...init, body });
  const response = await before(signal, fetch(request));
  if (response.ok) return before(signal, read(response));
  const refusal = await before(signal, refusalOf(response));
  const accepted = accept(refusal);
  if (accepted !== undefined) return accepted.result;
  if (mayPass(refusal)) throw new PassingError(refused(verb, refusal).message);
  throw refused(verb, refusal);
}

async function currentCredentials({ credentials }: S3BlobsOptions): Promise<S3Credentials> {
  if (typeof credentials !== "function") return credentials;
  const given = credentialsSchema.safeParse(await asked(credentials));
  if (given.success) {
    const { accessKeyId, secretAccessKey, sessionToken } = given.data;
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  }
  throw new SupportError(
    "INVALID_CONFIGURATION",
    "The function given as credentials of s3Blobs must return accessKeyId, secretAccessKey and, for temporary keys, sessionToken.",
  );
}

/** Its own message could quote a key; the cause has it. */
async function asked(credentials: () => S3Credentials | Promise<S3Credentials>): Promise<unknown> {
  try {
    return await credentials();
  } catch (error) {
    throw new SupportError("BLOBS_UNAVAILABLE", "The function given as credentials of s3Blobs failed.", {
      cause: error,
    });
  }
}

/** Waits no longer than the time limit, even for functions of the host that don't know it. */
async function before<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  signal.throwIfAborted();
  let late = () => {};
  const limit = new Promise<never>((_, reject) => {
    late = () => reject(signal.reason);
    signal.addEventListener("abort", late);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    signal.removeEventListener("abort", late);
    work.catch(() => undefined);
  }
}

/** Spread at random, so that many processes don't come back at the same moment. */
function pause(attempt: number): Promise<void> {
  const longestMs = 100 * 2 ** attempt;
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longestMs));
}

function unreachable(verb: string, error: unknown): SupportError {
  const why =
    error instanceof PassingError
      ? error.message
      : `The blob store could not ${verb} a file: ${reasonOf(error)}.`;
  return new SupportError("BLOBS_UNAVAILABLE", why, { cause: error });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "the request failed";
  if (error.name === "TimeoutError") return "the service did not answer in time";
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "the request failed";
}
