import * as z from "zod";
import { idInput, instantInput, lineInput, listOf, recordInput, versionInput } from "../kernel/index.ts";

const timeZone = lineInput(100).refine(isTimeZone, "is not an IANA time zone such as Europe/Berlin");
const locale = lineInput(35).refine(isLocale, "is not a BCP 47 language tag such as de-AT");

export const identityInput = z.strictObject({
  kind: z.string().min(1).max(50),
  value: z.string().min(1).max(320),
  verified: z.boolean().default(false),
});

const profile = {
  name: z.string().max(500).nullable().optional(),
  hostId: idInput.nullable().optional(),
  companyId: idInput.nullable().optional(),
  locale: locale.nullable().optional(),
  timeZone: timeZone.nullable().optional(),
  fields: recordInput.optional(),
};

export const createCustomerInput = z.strictObject({
  ...profile,
  identities: listOf(identityInput, 50).default([]),
});

export const updateCustomerInput = z.strictObject({
  customerId: idInput,
  ...profile,
  /** Refuses the change when the customer was changed since this version was read. */
  expectedVersion: versionInput.optional(),
});

/** An identity as it is looked up; an address of a channel will do. */
export const identityPlace = z.object(identityInput.omit({ verified: true }).shape);

/** An identity of a customer. */
export const ownIdentityInput = z.strictObject({ customerId: idInput, ...identityPlace.shape });

export const hostIdInput = idInput;

export const attachIdentityInput = z.strictObject({ customerId: idInput, ...identityInput.shape });

export const mergeCustomersInput = z.strictObject({
  fromId: idInput,
  intoId: idInput,
  /** Two customers that the host knows under different ids are merged only when this is said. */
  acceptDifferentHostIds: z.boolean().default(false),
});

export const activityInput = z.strictObject({
  customerId: idInput,
  type: z.string().min(1).max(100),
  at: instantInput.optional(),
  data: recordInput.default({}),
});

export const companyInput = z.strictObject({
  name: z.string().min(1).max(500),
  hostId: idInput.nullable().default(null),
  domain: z.string().min(1).max(253).toLowerCase().nullable().default(null),
  fields: recordInput.default({}),
});

export type CreateCustomerInput = z.input<typeof createCustomerInput>;
export type UpdateCustomerInput = z.input<typeof updateCustomerInput>;
export type AttachIdentityInput = z.input<typeof attachIdentityInput>;
export type IdentityPlace = z.input<typeof identityPlace>;
export type OwnIdentityInput = z.input<typeof ownIdentityInput>;
export type MergeCustomersInput = z.input<typeof mergeCustomersInput>;
export type ActivityInput = z.input<typeof activityInput>;
export type CompanyInput = z.input<typeof companyInput>;

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
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
