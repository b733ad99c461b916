import { SupportError } from "../errors/index.ts";
import type { Instant } from "../ports/index.ts";

const dayMs = 86_400_000;

/** The furthest ahead that something can be put off, in days. */
export const mostDaysAhead = 366;

/**
 * Refuses a moment that something can't be put off until.
 * @throws SupportError INVALID_INPUT for one that is not after now, or more than 366 days ahead
 */
export function requireAhead(tx: { readonly now: Instant }, at: Instant, field: string): void {
  if (at <= tx.now)
    throw wrong(field, at, `${said(at)} is not in the future. Give a moment after ${said(tx.now)}.`);
  if (at > tx.now + mostDaysAhead * dayMs)
    throw wrong(field, at, `${said(at)} is more than ${mostDaysAhead} days ahead. Give an earlier moment.`);
}

function wrong(field: string, at: Instant, problem: string): SupportError {
  return new SupportError("INVALID_INPUT", `${field}: ${problem}`, { details: { field, at } });
}

function said(at: Instant): string {
  return new Date(at).toISOString();
}
