import * as z from "zod";
import { defineProcedure, idInput } from "../../kernel/index.ts";
import type { RawInbound } from "../../ports/index.ts";
import { rawOf, requireInbound } from "../inboundRow.ts";
import { rawShape } from "../outputs.ts";

/** Returns an inbound message as it was received. @throws SupportError NOT_FOUND */
export const openRaw = defineProcedure({
  kind: "query",
  name: "intake.openRaw",
  summary: "Returns an inbound message as it was received.",
  input: z.strictObject({ inboundId: idInput }),
  output: rawShape,
  access: { permission: "intake.manage" },
  http: "GET /inbound/{inboundId}/raw",
  run: async (context, { inboundId }): Promise<RawInbound> => rawOf(await requireInbound(context, inboundId)),
});
