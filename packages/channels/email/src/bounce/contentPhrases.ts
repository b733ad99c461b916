import type { CauseRow } from "./causeRow.ts";

/** What servers say of a message: its size and what is in it. */
export const contentPhrases: readonly CauseRow[] = [
  ["message-too-big", "Postfix", ["message size exceeds", "size limit exceeded", "exceeded size limit", "exceeding size limit", "message file too big", "size limit of"]],
  ["message-too-big", "Sendmail, Exim", ["message too large", "message too big", "message is too large", "message is too big"]],
  ["message-too-big", "Exchange", ["sizelimit", "message too large for this recipient", "message length exceeds"]],
  ["message-too-big", "Gmail", ["message exceeded*size", "exceeded google's message size", "exceeds size limit", "maxmessagesize"]],
  ["message-too-big", "several", ["exceeded maximum inbound message size", "max message size", "maximum message size", "mail too big", "message*exceeds*maximum"]],
  ["message-too-big", "several", ["exceeds*size limit", "exceeds the maximum", "message length is too", "size of the message*exceed", "line limit exceeded", "larger than the current system limit", "message header size"]],
  ["virus-detected", "amavis, ClamAV, Barracuda", ["virus detected", "contains a virus", "virus found", "infected", "malware", "virus"]],
  ["spam-detected", "SpamAssassin, rspamd, amavis", ["spam message", "is spam", "as spam", "spam detected", "spam content", "spamassassin", "message content rejected, ube"]],
  ["spam-detected", "Gmail", ["likely unsolicited", "unsolicited mail", "unsolicited message", "suspicious due to the nature of the content"]],
  ["spam-detected", "Microsoft 365", ["message rejected as spam", "considered spam by content filter", "classified as spam"]],
  ["spam-detected", "Barracuda, Mimecast, Proofpoint", ["message contained spam", "blocked by spam", "spam profile", "spam filter", "spam engine", "spam score"]],
  ["spam-detected", "QQ, 163, Mail.ru, Yandex", ["mail content denied", "spam message rejected", "dt:spm", "looks like spam", "spam is not allowed", "message rejected under suspicion of spam"]],
  ["spam-detected", "several", ["appears to be spam", "identified as spam", "bulk mail", "junk mail", "high spam", "spammy", "sa:spam", "detected as spam", "for spam", "spam mail", "no spam", "spam not accepted", "spam rejected", "anti-spam", "antispam", "suspected spam", "content analysis"]],
  ["content-error", "Postfix, Gmail", ["blocked because its content", "unacceptable attachment", "attachment type", "file type*not accepted", "illegal attachment", "banned attachment", "blocked attachment", "8-bit data"]],
  ["content-error", "several", ["message content*rejected", "content reject", "improper use of 8-bit", "forbidden attachment", "dangerous attachment", "blocked file", "routing headers"]],
  ["not-compliant", "Gmail, Exchange", ["not rfc 5322", "rfc 5322", "rfc5322", "not compliant with rfc", "duplicate headers", "multiple from", "bare lf", "bare line feed", "bare <lf>", "rfc 2822"]],
];
