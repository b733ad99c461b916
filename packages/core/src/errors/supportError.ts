import { type SupportErrorCode, traitsOf } from "./registry.ts";

const brand = Symbol.for("heedkit.error");

/** What a {@link SupportError} can carry in addition to its code and message. */
export interface SupportErrorOptions {
  /** HTTP status; default: the registry's for the code. */
  readonly status?: number;
  /** Whether the same call may succeed later; default: the registry's for the code. */
  readonly retryable?: boolean;
  /** How long to wait before trying again, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Facts for programs: which field, row or limit. Never a customer's text. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The only error type of Heedkit. `code` is for programs, `message` tells a person what to do. Test with {@link
 * isSupportError}: two copies of the package in one process share the brand, not the class.
 */
export class SupportError extends Error {
  override readonly name: string = "SupportError";
  readonly code: SupportErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: SupportErrorCode, message: string, options: SupportErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const traits = traitsOf(code);
    this.code = code;
    this.status = options.status ?? traits.status;
    this.retryable = options.retryable ?? traits.retryable;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.details = options.details ?? {};
    Object.defineProperty(this, brand, { value: true });
  }

  /** The error as RFC 9457 problem details, safe to send to a client: without cause and stack. */
  toJSON() {
    return {
      type: `urn:heedkit:error:${this.code}`,
      title: this.message,
      status: this.status,
      code: this.code,
      retryable: this.retryable,
      ...(this.retryAfterMs === null ? {} : { retryAfterMs: this.retryAfterMs }),
      details: this.details,
    };
  }
}

/** Whether a thrown value is a {@link SupportError}, of this copy of the package or another. */
export function isSupportError(error: unknown): error is SupportError {
  return typeof error === "object" && error !== null && brand in error;
}
