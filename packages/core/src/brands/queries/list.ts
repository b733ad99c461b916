import * as z from "zod";
import { defineQuery, findPage, idInput, lineInput, type Page, page, paging } from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type BrandRow, brands, brandView } from "../schema.ts";

const input = z.strictObject({
  archived: z.boolean().default(false).describe("True for the archived ones alone. Default: the others."),
  channelId: idInput.optional().describe("The brand that this channel belongs to."),
  address: lineInput(320).toLowerCase().optional().describe("The brand with this mail address."),
  isDefault: z.boolean().optional(),
  order: z.enum(["oldest", "newest", "name", "key"]).default("oldest"),
  ...paging,
});

const orders = {
  oldest: [{ field: "createdAt" }],
  newest: [{ field: "createdAt", direction: "descending" }],
  name: [{ field: "name" }],
  key: [{ field: "key" }],
} as const;

/** The brands, without the archived ones unless they are asked for. */
export const list = defineQuery({
  name: "brands.list",
  summary: "Lists the brands.",
  input,
  output: page(brandView),
  access: { permission: "brands.read", cases: "none" },
  http: "GET /brands",
  run(read, { archived, channelId, address, isDefault, order, after, limit }): Promise<Page<BrandRow>> {
    const leaves: Filter<BrandRow>[] = [
      archived ? { field: "archivedAt", isNot: null } : { field: "archivedAt", is: null },
      ...(channelId === undefined ? [] : [{ field: "channelIds", includes: channelId } as const]),
      ...(address === undefined ? [] : [{ field: "addresses", includes: address } as const]),
      ...(isDefault === undefined ? [] : [{ field: "isDefault", is: isDefault } as const]),
    ];
    return findPage(read, brands, { where: { and: leaves }, orderBy: orders[order], after, limit });
  },
});
