import type { Address } from "@heedkit/core";
import { normaliseEmail } from "../address/normaliseEmail.ts";
import { parseAddressList } from "../address/parseAddress.ts";
import type { MailHeaders } from "../mime/mailHeaders.ts";

/** Fields in which mail systems note where a message arrived; the nearest to what was written comes first. */
const arrivalFields = [
  "x-original-to",
  "envelope-to",
  "x-envelope-to",
  "x-forwarded-to",
  "x-delivered-to",
  "delivered-to",
];
/** Fields that may carry the address a message was sent to. Anybody can write them: only signed addresses count. */
const fields = [...arrivalFields, "to", "cc"];
/** Addresses of arrival that are kept. */
const mostArrivals = 50;

/** Everything that may carry the signed address that a message was sent to. */
export function mailRecipients(headers: MailHeaders): readonly string[] {
  return fields
    .flatMap((name) => headers.all(name))
    .flatMap(parseAddressList)
    .map(({ value }) => value);
}

/** Where a message arrived: as its envelope says, then as mail systems noted on the way. */
export function arrivalAddresses(headers: MailHeaders, envelopeTo: readonly string[]): readonly Address[] {
  const noted = arrivalFields.flatMap((name) => headers.all(name)).flatMap(parseAddressList);
  const values = [
    ...envelopeTo.flatMap((one) => normaliseEmail(one) ?? []),
    ...noted.map(({ value }) => value),
  ];
  return [...new Set(values)].slice(0, mostArrivals).map((value) => ({ kind: "email", value, name: null }));
}
