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
    .describe("Required to merge two customers with different hostIds."),
});

/**
 * Merges two customers. Everything of `from` is shown with `into`, including what `from` writes later. Nothing is
 * moved: cases and messages stay with the customer whose identity they came by, so `undoMerge` can separate them again.
 *
 * @throws SupportError MERGE_REFUSED for two customers with different hostIds, unless accepted.
 * @throws SupportError MERGE_CYCLE if they are already merged.
 */
export const merge = defineCommand({
  name: "customers.merge",
  summary: "Merges two customers.",
  input,
  output: customerMergeView,
  access: { permission: "customers.write" },
  http: "POST /customers/{intoId}/merge",
  async run(tx, { fromId, intoId, acceptDifferentHostIds }): Promise<CustomerMergeRow> {
    const from = await survivor(tx, await requireCustomer(tx, fromId));
    const into = await survivor(tx, await requireCustomer(tx, intoId));
    if (from.id === into.id) {
      throw new SupportError("MERGE_CYCLE", `The customers ${fromId} and ${intoId} are already merged.`);
    }
    const groups = await Promise.all([mergedGroup(tx, from), mergedGroup(tx, into)]);
    const hostIds = new Set(groups.flat().flatMap(({ hostId }) => (hostId === null ? [] : [hostId])));
    if (!acceptDifferentHostIds && hostIds.size > 1) {
      throw new SupportError(
        "MERGE_REFUSED",
        `${from.id} and ${into.id} have different hostIds. Pass acceptDifferentHostIds: true if they are the same person.`,
      );
    }
    return joinPersons(tx, from, into);
  },
});
