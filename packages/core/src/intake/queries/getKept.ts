import * as z from "zod";
import { SupportError } from "../../errors/index.ts";
import { defineQuery, idInput } from "../../kernel/index.ts";
import { type InboundRow, inbound, inboundView } from "../schema.ts";

/** Something received, without its bytes, and what became of it. @throws SupportError NOT_FOUND */
export const getKept = defineQuery({
  name: "intake.getKept",
  summary: "Returns something received and what became of it.",
  input: z.strictObject({ inboundId: idInput }),
  output: inboundView,
  access: { permission: "intake.manage" },
  http: "GET /inbound/{inboundId}",
  async run(read, { inboundId }): Promise<InboundRow> {
    const row = await read.get(inbound, inboundId);
    if (row !== null) return row;
    throw new SupportError("NOT_FOUND", `There is no inbound ${inboundId}.`, { details: { inboundId } });
  },
});
