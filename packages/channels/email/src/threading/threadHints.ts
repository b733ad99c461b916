import type { ThreadHint } from "@heedkit/core";
import type { Keyring } from "./keyring.ts";
import { caseOfMessageId } from "./messageId.ts";
import { caseOfPlusAddress } from "./plusAddress.ts";

/** More than these are never looked at: an honest thread is shorter, and each one costs a signature and a look-up. */
const mostRecipients = 200;
const mostReferences = 100;

/** What {@link threadHints} needs of a message. */
export interface ThreadClues {
  readonly tenantId: string;
  /** Absent where nothing is signed: then no hint is. */
  readonly keyring: Keyring | null;
  readonly recipients: readonly string[];
  /** Ids of `In-Reply-To`, as written. */
  readonly inReplyTo: readonly string[];
  /** Ids of `References`, oldest first. */
  readonly references: readonly string[];
  readonly ownMessageId: string | null;
}

/**
 * Which case a message may belong to, strongest first: signed plus-addresses, signed Message-IDs, then plain
 * Message-IDs; ids of `In-Reply-To` before those of `References`, newest first. A forged signature gives no signed hint.
 */
export function threadHints(clues: ThreadClues): readonly ThreadHint[] {
  const { keyring, tenantId } = clues;
  const messageIds = unique([...clues.inReplyTo, ...clues.references.toReversed()])
    .filter((id) => id !== clues.ownMessageId)
    .slice(0, mostReferences);
  if (keyring === null) return messageIds.map(reference);
  const byAddress = unique(clues.recipients)
    .filter((address) => address.includes("+"))
    .slice(0, mostRecipients)
    .map((address) => caseOfPlusAddress(keyring, tenantId, address));
  // Mail systems change the case of ids; those that this desk signs are in lower case.
  // Last of all its own id, where the desk made it: a list or a filter sent a message of the desk back.
  const byMessage = unique([
    ...messageIds,
    ...(clues.ownMessageId === null ? [] : [clues.ownMessageId]),
  ]).flatMap((externalId): readonly ThreadHint[] => {
    const caseId = caseOfMessageId(keyring, tenantId, externalId);
    return caseId === null ? [] : [{ by: "signed", caseId, externalId: externalId.toLowerCase() }];
  });
  return [
    ...unique(byAddress.filter((caseId) => caseId !== null)).map((caseId) => ({
      by: "signed" as const,
      caseId,
    })),
    ...byMessage,
    ...messageIds.map(reference),
  ];
}

const reference = (externalId: string): ThreadHint => ({ by: "reference", externalId });

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
