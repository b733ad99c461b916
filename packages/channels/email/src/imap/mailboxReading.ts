import type { ChannelHost } from "@heedkit/core";
import type { ImapFlow } from "imapflow";
import type { ImapOptions } from "./imapOptions.ts";

/** A mailbox of a tenant, and the desk that its mail goes to. */
export interface WatchedMailbox {
  readonly options: ImapOptions;
  readonly tenantId: string;
  readonly host: ChannelHost;
  readonly signal: AbortSignal;
}

/** A mailbox with an open connection. */
export interface MailboxReading extends WatchedMailbox {
  readonly client: ImapFlow;
}

/** Where the mail comes from: UIDs are only valid there. */
export function mailboxSource({ auth, host, mailbox = "INBOX" }: ImapOptions): string {
  return `imap:${auth.user}@${host}/${mailbox}`;
}

/** The name of a mailbox among all that a desk may read; its position is kept under it. */
export function mailboxName(options: ImapOptions): string {
  return options.name === undefined ? mailboxSource(options) : `imap:${options.name}`;
}
