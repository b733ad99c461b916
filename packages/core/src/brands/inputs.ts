import * as z from "zod";
import { isLocale, isTimeZone, normaliseIdentity } from "../customers/index.ts";
import { isColour } from "../html/index.ts";
import { idInput, lineInput, listOf, wordsInput } from "../kernel/index.ts";
import { localSignatureInput } from "../signatures/index.ts";

/** Addresses and channels of one brand at the most. */
const mostRoutes = 100;
const mostSignatures = 50;

const line = (most: number) =>
  lineInput(most)
    .regex(/\S/, "is blank")
    .regex(/^\P{Cc}*$/u, "must be one line");

/** Canonical, so that `DE-at` and `de-AT` are one. */
const locale = lineInput(35)
  .refine(isLocale, "is not a BCP 47 language tag such as de-AT")
  .transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag);

const httpsUrl = lineInput(2_000)
  .refine(isHttps, "is not an https address such as https://shop.example/logo.png")
  .transform((address) => new URL(address).href);

const colour = lineInput(64)
  .refine(isColour, "is not a CSS colour such as #1a73e8, rgb(26 115 232), hsl(214 82% 51%) or navy")
  .transform((written) => written.trim().toLowerCase())
  .nullable()
  .default(null);

const address = z
  .email("is not an email address such as help@shop.example")
  .max(320)
  .transform((written) => normaliseIdentity("email", written));

const contact = z
  .strictObject({
    phone: line(100).nullable().default(null),
    chatUrl: httpsUrl.nullable().default(null),
    hours: line(500).nullable().default(null),
    text: wordsInput(2_000).nullable().default(null),
  })
  .describe("How customers reach a person; it stands for the desk's as a whole.");

const colours = z.strictObject({ primary: colour, text: colour, background: colour });
const look = z.strictObject({ logoUrl: httpsUrl.nullable().default(null), colours: colours.prefault({}) });

const signatures = listOf(localSignatureInput(locale), mostSignatures).refine(
  (all) => new Set(all.map((one) => one.locale)).size === all.length,
  "has two signatures of one language",
);

export const keyInput = lineInput(100).regex(
  /^[a-z][a-z0-9_-]{0,99}$/,
  "must begin with a lower-case letter and hold lower-case letters, digits, _ and - only",
);

/** What may be said of a brand. */
export const profile = {
  name: line(200).describe("What customers call it."),
  url: httpsUrl.nullable().describe("Where customers find it."),
  addresses: listOf(address, mostRoutes).describe(
    "Its mail addresses: what is sent there is of this brand, and it writes from the first that its channel may send from.",
  ),
  channelIds: listOf(idInput, mostRoutes).describe("Channels that belong to it, each to one brand only."),
  locale: locale.nullable().describe("BCP 47 tag of its language. Default: the desk's."),
  timeZone: lineInput(100)
    .refine(isTimeZone, "is not an IANA time zone such as Europe/Berlin")
    .nullable()
    .describe("IANA name, such as Europe/Berlin. Default: the desk's."),
  contact: contact.nullable(),
  signatures: signatures.describe("What ends the messages that people write in its name, by language."),
  look,
};

/** A new brand, with defaults for all but key and name. */
export const newBrand = z.strictObject({
  key: keyInput.describe("What programs and conditions call it. Can't be changed later."),
  ...profile,
  url: profile.url.default(null),
  addresses: profile.addresses.default([]),
  channelIds: profile.channelIds.default([]),
  locale: profile.locale.default(null),
  timeZone: profile.timeZone.default(null),
  contact: profile.contact.default(null),
  signatures: profile.signatures.default([]),
  look: profile.look.prefault({}),
});

function isHttps(address: string): boolean {
  if (!URL.canParse(address) || /[\s\p{Cc}"<>\\]/u.test(address)) return false;
  const { protocol, username, password } = new URL(address);
  return protocol === "https:" && username === "" && password === "";
}
