/**
 * Every error code of Heedkit with its HTTP status and whether the same call may succeed later.
 * Plugins add codes by augmenting {@link SupportErrorCodes}.
 */
export const errorCodes = {
  INVALID_CONFIGURATION: { status: 500, retryable: false },
  INVALID_INPUT: { status: 400, retryable: false },
  UNKNOWN_TENANT: { status: 404, retryable: false },
  NOT_FOUND: { status: 404, retryable: false },
  FORBIDDEN: { status: 403, retryable: false },
  ALREADY_EXISTS: { status: 409, retryable: false },
  CONFLICT: { status: 409, retryable: true },
  NEWER_CUSTOMER_MESSAGE: { status: 409, retryable: false },
  IDEMPOTENCY_MISMATCH: { status: 422, retryable: false },
  ARCHIVED: { status: 409, retryable: false },
  AGENT_INACTIVE: { status: 409, retryable: false },
  INVALID_TRANSITION: { status: 409, retryable: false },
  MERGE_CYCLE: { status: 409, retryable: false },
  MERGE_REFUSED: { status: 409, retryable: false },
  REACTION_LIMIT: { status: 500, retryable: false },
  TEMPLATE_INVALID: { status: 400, retryable: false },
  TEMPLATE_FAILED: { status: 422, retryable: false },
  CALENDAR_INVALID: { status: 400, retryable: false },
  UNKNOWN_CHANNEL: { status: 404, retryable: false },
  UNVERIFIED: { status: 401, retryable: false },
  MESSAGE_TOO_LARGE: { status: 413, retryable: false },
  UNPARSEABLE: { status: 422, retryable: false },
  PARSER_STOPPED: { status: 503, retryable: true },
  DELIVERY_REFUSED: { status: 422, retryable: false },
  DELIVERY_UNAVAILABLE: { status: 503, retryable: true },
  LEASE_LOST: { status: 409, retryable: false },
  QUEUE_UNAVAILABLE: { status: 503, retryable: true },
  LIVE_UNAVAILABLE: { status: 503, retryable: true },
  TIMED_OUT: { status: 504, retryable: true },
  BLOBS_UNAVAILABLE: { status: 503, retryable: true },
  EXTENSION_FAILED: { status: 500, retryable: true },
  CANCELLED: { status: 409, retryable: false },
  STORAGE_UNAVAILABLE: { status: 503, retryable: true },
  STORAGE_FULL: { status: 507, retryable: true },
  STORAGE_FOREIGN: { status: 500, retryable: false },
  SCHEMA_DRIFT: { status: 500, retryable: false },
  UNSUPPORTED: { status: 501, retryable: false },
  STOPPED: { status: 503, retryable: true },
  INTERNAL: { status: 500, retryable: false },
} as const satisfies Record<string, ErrorTraits>;

interface ErrorTraits {
  readonly status: number;
  readonly retryable: boolean;
}

/** Augment with `{ MY_CODE: true }` to add the error codes of a plugin. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by augmentation from plugins
export interface SupportErrorCodes {}

/** A code of the registry, or one added by a plugin. */
export type SupportErrorCode = keyof typeof errorCodes | keyof SupportErrorCodes;

/** Status and retryability of a code; codes of plugins are 400 and not retryable unless the error says otherwise. */
export function traitsOf(code: string): ErrorTraits {
  return Object.hasOwn(errorCodes, code)
    ? errorCodes[code as keyof typeof errorCodes]
    : { status: 400, retryable: false };
}
