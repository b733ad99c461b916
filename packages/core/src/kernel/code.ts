import { asSupportError, isConflictError, isSupportError, SupportError } from "../errors/index.ts";
import type { Actor } from "./actors.ts";

/** Kinds of actors that a plugin can act as. Never the host, who has every permission. */
export type ActingKind = Exclude<Actor["kind"], "host">;

/** The plugin whose code runs in a transaction, with its declarations, which the transaction enforces. */
export interface Code {
  readonly id: string;
  /** Names of its tables. It can't write to others. */
  readonly tables: ReadonlySet<string>;
  /** Ids of the plugins whose operations it can call, besides those of core. */
  readonly dependsOn: ReadonlySet<string>;
  readonly actsAs: ReadonlySet<ActingKind>;
  /** Traits of its own error codes. */
  readonly errors: Readonly<Record<string, ErrorTraits>>;
}

/** Status and retryability of a plugin's own error code. */
export interface ErrorTraits {
  /** HTTP status. */
  readonly status: number;
  /** Whether the same call may succeed later. Default false. */
  readonly retryable?: boolean;
}

/**
 * Runs a plugin's code, adding the plugin's id to the details of what it throws, and the status that the plugin
 * declares. Code of core runs unchanged.
 */
export async function inCode<Result>(
  code: Code | undefined,
  what: string,
  work: () => Promise<Result> | Result,
): Promise<Result> {
  if (code === undefined) return work();
  try {
    return await work();
  } catch (error) {
    throw namingPlugin(error, code, what);
  }
}

function namingPlugin(thrown: unknown, { id, errors }: Code, what: string): unknown {
  // The kernel handles these by repeating or giving up.
  if (isConflictError(thrown) || (isSupportError(thrown) && thrown.code === "LEASE_LOST")) return thrown;
  if (isSupportError(thrown) && "plugin" in thrown.details) return thrown;
  const known = asSupportError(thrown, "EXTENSION_FAILED", `${what} of the plugin "${id}"`);
  const declared = Object.hasOwn(errors, known.code) ? errors[known.code] : undefined;
  const named = new SupportError(known.code, known.message, {
    status: declared?.status ?? known.status,
    retryable: declared === undefined ? known.retryable : (declared.retryable ?? false),
    ...(known.retryAfterMs === null ? {} : { retryAfterMs: known.retryAfterMs }),
    details: { ...known.details, plugin: id },
    ...(known.cause === undefined ? {} : { cause: known.cause }),
  });
  if (known.stack !== undefined) named.stack = known.stack;
  return named;
}
