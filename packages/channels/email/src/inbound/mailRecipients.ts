import { parseAddressList } from "../address/parseAddress.ts";
import type { MailHeaders } from "../mime/mailHeaders.ts";

/** Fields that may carry the address a message was sent to. Anybody can write them: only signed addresses count. */
const fields = [
  "delivered-to",
  "x-original-to",
  "envelope-to",
  "x-envelope-to",
  "x-delivered-to",
  "x-forwarded-to",
  "to",
  "cc",
];

/** Everything that may carry the signed address that a message was sent to. */
export function mailRecipients(headers: MailHeaders): readonly string[] {
  return fields
    .flatMap((name) => headers.all(name))
    .flatMap(parseAddressList)
    .map(({ value }) => value);
}
