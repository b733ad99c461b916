import * as z from "zod";
import { defineTable, defineView, instant, named, type StaffOf } from "../kernel/index.ts";
import type { RowOf } from "../ports/index.ts";
import { localSignature } from "../signatures/index.ts";

const contact = z.object({
  phone: z.string().nullable(),
  chatUrl: z.string().nullable().describe("Where a chat is opened."),
  hours: z.string().nullable().describe("When somebody is there, in words."),
  text: z.string().nullable().describe("Anything else."),
});

const look = z.object({
  logoUrl: z.string().nullable(),
  colours: z.object({
    primary: z.string().nullable(),
    text: z.string().nullable(),
    background: z.string().nullable(),
  }),
});

export const brands = defineTable("brands", {
  comment: "Names that the desk goes by: each with addresses, channels, texts and looks of its own.",
  idPrefix: "brd",
  fields: {
    key: z.string().describe("What programs and conditions call it. Never changes."),
    name: z.string().describe("What customers call it."),
    url: z.string().nullable().describe("Where customers find it."),
    addresses: z.array(z.string()).describe("Its mail addresses; the first is the one that it writes from."),
    channelIds: z.array(z.string()).describe("Channels that belong to it."),
    locale: z.string().nullable().describe("BCP 47 tag of its language."),
    timeZone: z.string().nullable(),
    contact: contact.nullable().describe("How its customers reach a person; null: as those of the desk do."),
    signatures: z.array(localSignature).describe("What ends the messages that people write in its name."),
    look,
    isDefault: z.boolean().describe("Whether cases that nothing else leads to a brand are of this one."),
    archivedAt: instant().nullable(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { key: ["key"] },
  search: ["name", "key"],
  personal: "none",
});

export const brandRoutes = defineTable("brandRoutes", {
  comment:
    "What leads a new case to a brand: an address, a channel, or being the default. Each leads to one.",
  idPrefix: "brt",
  fields: {
    route: z.string().describe("Such as address:help@shop.example, channel:shop-mail or default."),
    brandId: z.string(),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: { route: ["route"] },
  indexes: { byBrand: ["tenantId", "brandId"] },
  personal: "none",
});

export interface BrandRow extends RowOf<typeof brands> {}
export type BrandContact = Readonly<z.output<typeof contact>>;

const brandColumns = defineView("Brand", brands, { customer: null });

/** A name that the desk goes by. */
export interface Brand extends StaffOf<typeof brandColumns> {}

export const brandView = named<Brand, never>()(brandColumns);

declare module "../kernel/events.ts" {
  interface CoreEvents {
    "brand.created": { readonly brandId: string };
    /** Archiving, restoring and being the default are told by the fields `archivedAt` and `isDefault`. */
    "brand.updated": { readonly brandId: string; readonly fields: readonly string[] };
  }
}
