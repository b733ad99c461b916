import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import { defineCommand, idInput } from "../../kernel/index.ts";
import { noInbound } from "../inboundRow.ts";
import { type InboundRow, inbound, inboundView } from "../schema.ts";

/**
 * Takes a kept inbound message off the list of those to be dealt with. It stays stored: a redelivery is a duplicate, and
 * `intake.replay` still processes it.
 * @throws SupportError NOT_FOUND; INVALID_TRANSITION if it was already processed
 */
export const discard = defineCommand({
  name: "intake.discard",
  summary: "Takes a kept inbound message off the list of those to be dealt with.",
  input: z.strictObject({ inboundId: idInput }),
  output: inboundView,
  access: { permission: "intake.manage" },
  http: "POST /inbound/{inboundId}/discard",
  async run(tx, { inboundId }): Promise<InboundRow> {
    const row = await tx.get(inbound, inboundId);
    if (row === null) throw noInbound(inboundId);
    if (row.outcome === "discarded") return row;
    if (row.outcome !== "kept")
      throw new SupportError(
        "INVALID_TRANSITION",
        `${inboundId} was already processed: there is nothing to discard.`,
      );
    tx.emit("inbound.discarded", {}, { inboundId, channelId: row.channelId });
    return tx.update(inbound, row, { outcome: "discarded" });
  },
});
