import * as z from "zod";
import {
  archivedFilter,
  archivedInput,
  defineQuery,
  findPage,
  idInput,
  lineInput,
  nameOrderInput,
  nameOrders,
  namePrefixFilter,
  namePrefixInput,
  type Page,
  page,
  paging,
} from "../../kernel/index.ts";
import type { Filter } from "../../ports/index.ts";
import { type BrandRow, brands, brandView } from "../schema.ts";

const input = z.strictObject({
  archived: archivedInput,
  channelId: idInput.optional().describe("The brand that this channel belongs to."),
  address: lineInput(320).toLowerCase().optional().describe("The brand with this mail address."),
  isDefault: z.boolean().optional(),
  namePrefix: namePrefixInput,
  order: z.enum([...nameOrderInput.options, "key"]).default("oldest"),
  ...paging,
});

const orders = { ...nameOrders, key: [{ field: "key" }] } as const;

/** Lists brands. Archived ones only if asked for. */
export const list = defineQuery({
  name: "brands.list",
  summary: "Lists brands.",
  input,
  output: page(brandView),
  access: { permission: "brands.read", cases: "none" },
  http: "GET /brands",
  run(
    read,
    { archived, channelId, address, isDefault, namePrefix, order, after, limit },
  ): Promise<Page<BrandRow>> {
    const leaves: Filter<BrandRow>[] = [
      archivedFilter(archived),
      ...namePrefixFilter(namePrefix),
      ...(channelId === undefined ? [] : [{ field: "channelIds", includes: channelId } as const]),
      ...(address === undefined ? [] : [{ field: "addresses", includes: address } as const]),
      ...(isDefault === undefined ? [] : [{ field: "isDefault", is: isDefault } as const]),
    ];
    return findPage(read, brands, { where: { and: leaves }, orderBy: orders[order], after, limit });
  },
});
