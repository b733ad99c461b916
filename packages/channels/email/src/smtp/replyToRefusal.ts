import { deskRefusal } from "../inbound/deskRefusal.ts";
import { type SmtpReply, smtpReply } from "./smtpReply.ts";

/** The reply to a client for a permanently rejected message (RFC 5321 s.4.2.3); null if the client may retry. */
export function replyToRefusal(error: unknown): SmtpReply | null {
  switch (deskRefusal(error)) {
    case "size":
      return smtpReply(552, "The message is larger than what is taken here");
    case "recipient":
      return smtpReply(550, "No such mailbox here");
    case "content":
      return smtpReply(554, "The message is not taken here");
    case null:
      return null;
  }
}
