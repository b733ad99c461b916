import type { CauseRow } from "./causeRow.ts";

/** What servers say of an account that exists: it is full, locked, or held back by the provider that sends. */
export const accountPhrases: readonly CauseRow[] = [
  ["suppressed", "Amazon SES", ["suppression list", "suppressed by", "address suppressed"]],
  ["suppressed", "SendGrid", ["bounced address", "unsubscribed address"]],
  ["mailbox-full", "Gmail", ["out of storage space", "overquotatemp", "overquotaperm", "is over quota"]],
  ["mailbox-full", "Dovecot, Zimbra", ["quota exceeded", "exceeded * quota", "over quota", "overquota"]],
  ["mailbox-full", "Postfix", ["mailbox is full", "mailbox full", "mailfolder is full", "maildir delivery failed: disk quota"]],
  ["mailbox-full", "Exim", ["mailbox*is full", "mailbox*exceeded", "quota*exceeded", "mailbox size limit"]],
  ["mailbox-full", "Sendmail, qmail", ["disc quota", "disk quota", "account is full", "inbox is full", "user has exhausted"]],
  ["mailbox-full", "Courier", ["account is over", "user is over", "over the maximum allowed", "account is exceeding"]],
  ["mailbox-full", "Exchange", ["storeendpoint*quota", "quotaexceeded", "mailbox*over its", "exceeded storage allocation"]],
  ["mailbox-full", "Notes, GroupWise", ["mailbox*size limit", "disk space limit", "mailbox has exceeded", "database*over its"]],
  ["mailbox-full", "iCloud, Yahoo", ["quota for this user", "quota violation", "over its quota", "exceeds*quota", "too much mail data"]],
  ["mailbox-full", "Mail.ru, Yandex, QQ, 163", ["not enough disk space", "full mailbox", "mailbox space not enough", "mailbox for user is full"]],
  ["mailbox-full", "several", ["not enough storage", "insufficient disk space", "recipient*storage", "storage quota", "no space in mailbox"]],
  ["mailbox-full", "several", ["mail box full", "mail quota", "user mailbox exceeds", "mailbox quota", "mailbox exceeds", "recipient's mailbox is full"]],
  ["suspended", "Gmail, Yahoo", ["temporary locked", "temporarily locked", "account*inactive", "account*disabled", "account*discontinued", "account*suspended", "account*deactivated", "mailbox*disabled", "mailbox*suspended"]],
  ["suspended", "Mail.ru, Yandex, Orange, iCloud", ["account is blocked", "account is locked", "user is blocked", "user is locked", "mailbox is frozen", "mailbox frozen", "is a deactivated", "account*expired", "mailbox*inactive", "recipient suspend", "inactive account", "domain*suspended", "currently suspended", "user suspended", "account closed", "recipient*suspended", "mailbox blocked", "not been paid", "is inactive on this domain", "user is inactive", "account has been locked", "inactive user", "disabled account", "this account is temp", "mailbox currently suspended", "mailbox is disabled"]],
];
