import type { ChannelHost } from "@heedkit/core";
import type { ImapFlow } from "imapflow";
import type { ImapOptions } from "./imapOptions.ts";

/** A mailbox being read for a tenant. */
export interface MailboxReading {
  readonly client: ImapFlow;
  readonly options: ImapOptions;
  readonly host: ChannelHost;
  readonly signal: AbortSignal;
}

/** The name of a mailbox among all that a desk may read: its cursor is kept and its messages are told apart by it. */
export function mailboxName({ auth, host, mailbox = "INBOX" }: ImapOptions): string {
  return `imap:${auth.user}@${host}/${mailbox}`;
}
