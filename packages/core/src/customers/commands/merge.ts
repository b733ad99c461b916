import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import { defineCommand, reference } from "../../kernel/index.ts";
import { joinPersons } from "../merge.ts";
import { mergedGroup, requireCustomer, survivor } from "../person.ts";
import { type CustomerMergeRow, customerMergeView } from "../schema.ts";

const input = z.strictObject({
  fromId: reference("customer"),
  intoId: reference("customer"),
  acceptDifferentHostIds: z
    .boolean()
    .default(false)
    .describe("Two customers that the host knows under different ids are merged only when this is said."),
});

/**
 * Makes two customers one: everything of `from` is shown with `into`, what `from` writes later included. Nothing is
 * moved: cases and messages stay with the customer whose identity they came by, so that `undoMerge` gives each customer
 * its own back.
 *
 * @throws SupportError MERGE_REFUSED for two customers whom the host knows under different ids, unless told so.
 * @throws SupportError MERGE_CYCLE when they are one already.
 */
export const merge = defineCommand({
  name: "customers.merge",
  summary: "Makes two customers one.",
  input,
  output: customerMergeView,
  access: { permission: "customers.write", cases: "none" },
  http: "POST /customers/{intoId}/merge",
  async run(tx, { fromId, intoId, acceptDifferentHostIds }): Promise<CustomerMergeRow> {
    const from = await survivor(tx, await requireCustomer(tx, fromId));
    const into = await survivor(tx, await requireCustomer(tx, intoId));
    if (from.id === into.id) {
      throw new SupportError("MERGE_CYCLE", `The customers ${fromId} and ${intoId} are one already.`);
    }
    const groups = await Promise.all([mergedGroup(tx, from), mergedGroup(tx, into)]);
    const hostIds = new Set(groups.flat().flatMap(({ hostId }) => (hostId === null ? [] : [hostId])));
    if (!acceptDifferentHostIds && hostIds.size > 1) {
      throw new SupportError(
        "MERGE_REFUSED",
        `The host knows ${from.id} and ${into.id} under different ids. Pass acceptDifferentHostIds: true if they are one person all the same.`,
      );
    }
    return joinPersons(tx, from, into);
  },
});
