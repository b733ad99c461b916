import * as z from "zod";
import { defineProcedure, idInput } from "../../kernel/index.ts";
import type { RawInbound } from "../../ports/index.ts";
import { rawOf, requireInbound } from "../inboundRow.ts";
import { rawShape } from "../outputs.ts";

/** The raw bytes of something received, as they came. @throws SupportError NOT_FOUND */
export const openRaw = defineProcedure({
  kind: "query",
  name: "intake.openRaw",
  summary: "Returns something received as it came.",
  input: z.strictObject({ inboundId: idInput }),
  output: rawShape,
  access: { permission: "intake.manage" },
  http: "GET /inbound/{inboundId}/raw",
  run: async (context, { inboundId }): Promise<RawInbound> => rawOf(await requireInbound(context, inboundId)),
});
