import * as z from "zod";
import { defineQuery, idInput } from "../../kernel/index.ts";
import { noInbound } from "../inboundRow.ts";
import { type InboundRow, inbound, inboundView } from "../schema.ts";

/** Returns an inbound message and its outcome. Without its raw bytes. @throws SupportError NOT_FOUND */
export const getKept = defineQuery({
  name: "intake.getKept",
  summary: "Returns an inbound message and its outcome.",
  input: z.strictObject({ inboundId: idInput }),
  output: inboundView,
  access: { permission: "intake.manage" },
  http: "GET /inbound/{inboundId}",
  async run(read, { inboundId }): Promise<InboundRow> {
    const row = await read.get(inbound, inboundId);
    if (row !== null) return row;
    throw noInbound(inboundId);
  },
});
