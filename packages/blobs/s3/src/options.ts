import { optionProblems } from "@heedkit/core";
import * as z from "zod";

/** Access keys; `sessionToken` for temporary ones. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface S3BlobsOptions {
  readonly bucket: string;
  /** Such as `eu-central-1`; `auto` at Cloudflare R2. */
  readonly region: string;
  /** Access keys, or a function that is called before each request and returns current ones. */
  readonly credentials: S3Credentials | (() => S3Credentials | Promise<S3Credentials>);
  /** URL of a compatible service: `https://minio.internal:9000`. Default: Amazon S3 in the region. */
  readonly endpoint?: string;
  /** `https://host/bucket/key` instead of `https://bucket.host/key`. Default: true if `endpoint` is given. */
  readonly pathStyle?: boolean;
  /** Prefix of all object names, for a bucket that several desks share: `desks/eu`. Default: none. */
  readonly prefix?: string;
  /** Largest file that is stored or opened, in bytes. Default 104,857,600 (100 MiB). */
  readonly maxBytes?: number;
  /** Time limit of one attempt, with the transfer of its bytes, in milliseconds. Default 15,000. */
  readonly timeoutMs?: number;
  /** Attempts if the service is unavailable, slow or asks for fewer requests. Default 3. */
  readonly attempts?: number;
  /** Requests at once; further calls wait. Default 16. */
  readonly concurrency?: number;
  /** Sends the requests, for a proxy or an agent of your own. Default: the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

const secret = z.string("expected text").min(1, "is empty").max(10_000, "is too long");

/** What a function returned is checked with it too. */
export const credentialsSchema = z.strictObject({
  accessKeyId: secret,
  secretAccessKey: secret,
  sessionToken: secret.optional(),
});

const isFunction = (value: unknown) => typeof value === "function";

const schema = z.strictObject({
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "expected the name of a bucket"),
  region: z.string().regex(/^[a-z0-9-]{1,50}$/, "expected the name of a region, such as eu-central-1"),
  credentials: z.union([credentialsSchema, z.custom<() => S3Credentials>(isFunction, "expected a function")]),
  endpoint: z
    .string()
    .refine(isEndpoint, "expected a URL like https://minio.internal:9000, without a user, path or query")
    .optional(),
  pathStyle: z.boolean().optional(),
  prefix: z
    .string()
    .regex(
      /^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/,
      "expected names of letters, digits, - and _, separated by /",
    )
    .max(200)
    .optional(),
  maxBytes: z.int().min(1).max(2_147_483_647).optional(),
  timeoutMs: z.int().min(1).max(600_000).optional(),
  attempts: z.int().min(1).max(10).optional(),
  concurrency: z.int().min(1).max(1_000).optional(),
  fetch: z.custom(isFunction, "expected a function").optional(),
});

/** Everything wrong with the options; empty if they are valid. */
export function s3Problems(options: S3BlobsOptions): readonly string[] {
  return optionProblems(schema, options);
}

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname, search, hash } = new URL(text);
  const isBare = username + password + search + hash === "" && pathname === "/";
  return isBare && ["http:", "https:"].includes(protocol);
}
