import { isSupportError, SupportError } from "@heedkit/core";
import type { MailHeaders } from "./mailHeaders.ts";
import type { ParseLimits } from "./parseLimits.ts";
import { type MimePart, splitMessage } from "./splitMessage.ts";

/** A message taken apart. */
export interface MimeMessage {
  readonly headers: MailHeaders;
  readonly root: MimePart;
  /** Every part that is no multipart, in the order sent. Its position is its lasting reference. */
  readonly leaves: readonly MimePart[];
}

/** Throws UNPARSEABLE, and nothing else, for bytes that aren't a mail or exceed the limits. */
export function readMime(bytes: Uint8Array, limits: ParseLimits): MimeMessage {
  try {
    const root = splitMessage(bytes, limits);
    return { headers: root.headers, root, leaves: leavesOf(root) };
  } catch (error) {
    throw unparseable(error);
  }
}

/** The error as UNPARSEABLE, unless it is already one of ours. */
export function unparseable(error: unknown): unknown {
  if (isSupportError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new SupportError("UNPARSEABLE", `The message can't be read: ${reason}`, { cause: error });
}

function leavesOf(part: MimePart): readonly MimePart[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leavesOf);
}
