import * as z from "zod";
import { defineAppendOnlyTable, defineTable, instant } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";

export const customers = defineTable("customers", {
  comment: "People who ask for help.",
  idPrefix: "cus",
  fields: {
    name: z.string().nullable(),
    nameFrom: z
      .enum(["desk", "message"])
      .nullable()
      .describe(
        "Who gave the name: the desk, or whoever wrote a message. Only the former is repeated to customers.",
      ),
    hostId: z.string().nullable().describe("The customer's id in the host application."),
    companyId: z.string().nullable(),
    locale: z.string().nullable().describe("BCP 47 tag, such as de-AT."),
    timeZone: z.string().nullable().describe("IANA zone, such as Europe/Vienna."),
    fields: z.record(z.string(), z.unknown()).describe("The host's own fields."),
    mergedIntoId: z.string().nullable().describe("The customer that this one was merged into."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { hostId: ["hostId"] },
  sparseIndexes: { mergedInto: ["mergedIntoId"], company: ["companyId", "tenantId"] },
  search: ["name"],
  personal: {
    subject: { customer: "id" },
    columns: {
      name: "erase",
      // The host's ids may be addresses, and lead back to the person in any case.
      hostId: "erase",
      locale: "erase",
      timeZone: "erase",
      fields: "erase",
    },
  },
});

export const identities = defineTable("identities", {
  comment:
    "How channels know customers: an address, a number, a user id. Messages from it belong to its customer. Those of customers with a hostId are verified.",
  idPrefix: "idn",
  fields: {
    customerId: z.string(),
    kind: z.string().describe("email, phone, telegram, host ..."),
    value: z.string().describe("Normalised, as the channel gives it."),
    verified: z.boolean().describe("Whether the customer proved to hold it."),
    createdAt: instant(),
  },
  unique: { identity: ["kind", "value"] },
  indexes: { byCustomer: ["tenantId", "customerId"] },
  personal: { subject: { customer: "customerId" }, rows: "erase" },
});

export const identityClaims = defineTable("identityClaims", {
  comment:
    "Identities that the host's accounts claim without proof. No messages belong to an account by a claim.",
  idPrefix: "idc",
  fields: {
    customerId: z.string(),
    kind: z.string(),
    value: z.string().describe("Normalised, as the channel gives it."),
    createdAt: instant(),
  },
  unique: { claim: ["customerId", "kind", "value"] },
  personal: { subject: { customer: "customerId" }, rows: "erase" },
});

export const companies = defineTable("companies", {
  comment: "Organisations that customers belong to.",
  idPrefix: "com",
  fields: {
    name: z.string(),
    hostId: z.string().nullable(),
    domain: z.string().nullable(),
    fields: z.record(z.string(), z.unknown()),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { hostId: ["hostId"], domain: ["domain"] },
  // An organisation outlives the people who write for it, and is erased on its own.
  personal: "none",
});

export const activities = defineAppendOnlyTable("activities", {
  comment: "What customers did, as the host tells: purchase, delivery.late, article.viewed.",
  idPrefix: "act",
  fields: {
    customerId: z.string(),
    type: z.string(),
    at: instant(),
    data: z.record(z.string(), z.unknown()),
    createdAt: instant(),
  },
  indexes: { byCustomer: ["tenantId", "customerId", "at"] },
  personal: { subject: { customer: "customerId" }, columns: { type: "none", data: "erase" } },
});

export const customerMerges = defineTable("customerMerges", {
  comment: "Merges of customers, so that each can be undone.",
  idPrefix: "mrg",
  fields: {
    fromId: z.string(),
    intoId: z.string(),
    undoneAt: instant().nullable(),
    createdAt: instant(),
  },
  indexes: { byInto: ["tenantId", "intoId"] },
  personal: { subject: [{ customer: "fromId" }, { customer: "intoId" }], columns: {} },
});

export type Customer = RowOf<typeof customers>;
export type Identity = RowOf<typeof identities>;
export type IdentityClaim = RowOf<typeof identityClaims>;
export type Company = RowOf<typeof companies>;
export type Activity = RowOf<typeof activities>;
export type CustomerMerge = RowOf<typeof customerMerges>;

declare module "../kernel/events.ts" {
  interface SupportEvents {
    "customer.created": { readonly customerId: string };
    "customer.updated": { readonly customerId: string; readonly fields: readonly string[] };
    "customer.identityAttached": {
      readonly customerId: string;
      readonly identityId: string;
      readonly kind: string;
    };
    /** The customer was proved to hold an identity. */
    "customer.identityVerified": {
      readonly customerId: string;
      readonly identityId: string;
      readonly kind: string;
    };
    "customer.identityDetached": {
      readonly customerId: string;
      readonly identityId: string;
      readonly kind: string;
    };
    "customer.merged": { readonly mergeId: string; readonly fromId: string; readonly intoId: string };
    "customer.unmerged": { readonly mergeId: string; readonly fromId: string; readonly intoId: string };
    "customer.activity": { readonly customerId: string; readonly activityId: string; readonly type: string };
  }
}
