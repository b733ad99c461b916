import * as z from "zod";
import { idInput, lineInput, listOf, recordInput, reference } from "../kernel/index.ts";
import { wrongValue } from "./identityValue.ts";

const timeZone = lineInput(100)
  .refine(isTimeZone, "is not an IANA time zone such as Europe/Berlin")
  .describe("IANA time zone, such as Europe/Vienna.");
const locale = lineInput(35)
  .refine(isLocale, "is not a BCP 47 language tag such as de-AT")
  .describe("BCP 47 tag, such as de-AT.");

/** The editable fields of a customer. */
export const profile = {
  name: z.string().max(500).nullable().optional(),
  hostId: idInput.nullable().optional().describe("The customer's id in the host application."),
  companyId: reference("company").nullable().optional(),
  locale: locale.nullable().optional(),
  timeZone: timeZone.nullable().optional(),
  fields: recordInput
    .optional()
    .describe("The host's own fields. Fields that are not given stay as they are."),
};

const profileInput = z.strictObject(profile);

export type Profile = z.output<typeof profileInput>;

const place = {
  kind: z.string().min(1).max(50).describe("email, phone, telegram, host ..."),
  value: z.string().min(1).max(320),
};

/** The fields of a given identity; {@link checkIdentity} validates them together. */
export const identityFields = {
  ...place,
  verified: z.boolean().default(false).describe("Whether the customer has proved that it is theirs."),
};

/** A given identity. */
const identityInput = z.strictObject(identityFields).superRefine(checkIdentity);

/** Identities given with a customer. */
export const identitiesInput = listOf(identityInput, 50).default([]);

/** An identity to look up; a channel's address is valid too. */
export const identityPlace = z.object(place);

/** An identity of a customer. */
export const ownIdentityInput = z.strictObject({
  customerId: reference("customer"),
  ...place,
});

export type OwnIdentity = z.output<typeof ownIdentityInput>;

/** Whether the platform knows the time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a well-formed language tag. */
export function isLocale(tag: string): boolean {
  try {
    const [canonical = ""] = Intl.getCanonicalLocales(tag);
    // Longer ones, such as "english", are well-formed too, but no language uses them.
    return /^[a-z]{2,3}(?:-|$)/.test(canonical);
  } catch {
    return false;
  }
}

/** Rejects values that can't be an identity of their kind. */
export function checkIdentity(
  { kind, value }: { readonly kind: string; readonly value: string },
  { addIssue }: Pick<z.RefinementCtx, "addIssue">,
): void {
  const message = wrongValue(kind, value);
  if (message !== null) addIssue({ code: "custom", path: ["value"], message, input: value });
}
