import { isSupportError } from "@heedkit/core";

/**
 * What the desk refuses for good when it is given a message: its size, its content, or that it came to this place at all.
 * Null for every error that a later attempt may not meet, and for the desk's own faults, also where only a person can
 * mend them: mail must wait for that, not be lost.
 */
export function deskRefusal(error: unknown): "size" | "content" | "recipient" | null {
  if (!isSupportError(error) || error.retryable) return null;
  if (error.status === 413) return "size";
  if (error.status === 403 || error.status === 404) return "recipient";
  return error.status === 400 || error.status === 401 || error.status === 422 ? "content" : null;
}
