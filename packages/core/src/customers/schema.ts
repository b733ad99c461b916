import * as z from "zod";
import {
  type CustomerOf,
  defineAppendOnlyTable,
  defineTable,
  defineView,
  instant,
  list,
  named,
  type StaffOf,
  withParts,
} from "../kernel/index.ts";
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
        "Who supplied the name: the desk, or the sender of a message. Only a name from the desk is shown to customers.",
      ),
    hostId: z.string().nullable().describe("The customer's id in the host application."),
    companyId: z.string().nullable(),
    locale: z.string().nullable().describe("BCP 47 tag, such as de-AT."),
    timeZone: z.string().nullable().describe("IANA time zone, such as Europe/Vienna."),
    fields: z.record(z.string(), z.unknown()).describe("The host's own fields."),
    mergedIntoId: z.string().nullable().describe("The customer that this one was merged into."),
    archivedAt: instant()
      .nullable()
      .describe(
        "When it was archived: it is left out of lists until it writes again. Of merged customers, that of the survivor counts.",
      ),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { hostId: ["hostId"] },
  indexes: { byCreation: ["tenantId", "createdAt"] },
  sparseIndexes: {
    mergedInto: ["mergedIntoId"],
    company: ["companyId", "tenantId"],
    archived: ["archivedAt", "tenantId"],
  },
  search: ["name"],
  personal: {
    subject: { customer: "id" },
    columns: {
      name: "erase",
      // The host's ids may be addresses, and identify the person in any case.
      hostId: "erase",
      locale: "erase",
      timeZone: "erase",
      fields: "erase",
    },
  },
});

export const identities = defineTable("identities", {
  comment:
    "How channels identify customers: an address, a number, a user id. Messages from an identity belong to its customer. Identities of customers with a hostId are verified.",
  idPrefix: "idn",
  fields: {
    customerId: z.string(),
    kind: z.string().describe("email, phone, telegram, host ..."),
    value: z.string().describe("Normalised form of what the channel reports."),
    verified: z.boolean().describe("Whether the customer has proved that it is theirs."),
    createdAt: instant(),
  },
  unique: { identity: ["kind", "value"] },
  search: ["value"],
  indexes: { byCustomer: ["tenantId", "customerId"] },
  personal: { subject: { customer: "customerId" }, rows: "erase" },
});

export const identityClaims = defineTable("identityClaims", {
  comment:
    "Identities that customers with a hostId claim without proof. A claim does not give them any messages.",
  idPrefix: "idc",
  fields: {
    customerId: z.string(),
    kind: z.string(),
    value: z.string().describe("Normalised form of what the channel reports."),
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
    archivedAt: instant().nullable().describe("When it was archived: it gets no new customers."),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { hostId: ["hostId"], domain: ["domain"] },
  search: ["name", "domain"],
  // A company outlives the people who write for it, and is erased separately.
  personal: "none",
});

export const activities = defineAppendOnlyTable("activities", {
  comment: "What customers did, as recorded by the host: purchase, delivery.late, article.viewed.",
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

export interface CustomerRow extends RowOf<typeof customers> {}
export interface IdentityRow extends RowOf<typeof identities> {}
export interface IdentityClaimRow extends RowOf<typeof identityClaims> {}
export interface CompanyRow extends RowOf<typeof companies> {}
export interface ActivityRow extends RowOf<typeof activities> {}
export interface CustomerMergeRow extends RowOf<typeof customerMerges> {}

const customerColumns = defineView("Customer", customers, {
  customer: ["name", "locale", "timeZone"],
  // Anybody can write under any name, so a name from a message is not shown to customers.
  forCustomers: ({ name, nameFrom }) => ({ name: nameFrom === "desk" ? name : null }),
});
const identityColumns = defineView("Identity", identities, { customer: ["kind", "value", "verified"] });
const companyColumns = defineView("Company", companies, { customer: null });
const activityColumns = defineView("Activity", activities, { customer: null });
const customerMergeColumns = defineView("CustomerMerge", customerMerges, { customer: null });

/** Somebody who asks for help. */
export interface Customer extends StaffOf<typeof customerColumns> {}
/** A customer as they see themselves, without their identities. */
export interface CustomerCustomer extends CustomerOf<typeof customerColumns> {}
/** How channels identify a customer. */
export interface Identity extends StaffOf<typeof identityColumns> {}
/** How channels identify a customer, as the customer sees it. */
export interface CustomerIdentity extends CustomerOf<typeof identityColumns> {}
/** An organisation that customers belong to. */
export interface Company extends StaffOf<typeof companyColumns> {}
/** Something that a customer did, as recorded by the host. */
export interface Activity extends StaffOf<typeof activityColumns> {}
/** A merge of two customers. */
export interface CustomerMerge extends StaffOf<typeof customerMergeColumns> {}

export const customerView = named<Customer, CustomerCustomer>()(customerColumns);
export const identityView = named<Identity, CustomerIdentity>()(identityColumns);
export const companyView = named<Company, never>()(companyColumns);
export const activityView = named<Activity, never>()(activityColumns);
export const customerMergeView = named<CustomerMerge, never>()(customerMergeColumns);

/** A customer with everything that belongs to the person. */
export interface Person extends Customer {
  readonly identities: readonly Identity[];
}
export interface PersonRow extends CustomerRow {
  readonly identities: readonly IdentityRow[];
}

/** A customer as they see themselves, without notes by the host or the desk. */
export interface CustomerPerson extends CustomerCustomer {
  /** Their identities, without claims. */
  readonly identities: readonly CustomerIdentity[];
}

export const personView = named<Person, CustomerPerson>()(
  withParts("Person", customerView, { identities: list(identityView) }),
);

declare module "../kernel/events.ts" {
  interface CoreEvents {
    "customer.created": { readonly customerId: string };
    "customer.updated": { readonly customerId: string; readonly fields: readonly string[] };
    "customer.identityAttached": {
      readonly customerId: string;
      readonly identityId: string;
      readonly kind: string;
    };
    /** An identity was verified to belong to the customer. */
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
    "company.created": { readonly companyId: string };
    "company.updated": { readonly companyId: string; readonly fields: readonly string[] };
    "customer.activity": { readonly customerId: string; readonly activityId: string; readonly type: string };
  }
}
