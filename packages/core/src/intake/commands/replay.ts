import * as z from "zod";
import { defineProcedure, idInput } from "../../kernel/index.ts";
import type { ReceiveResult } from "../../ports/index.ts";
import { resultShape } from "../outputs.ts";
import { replayKept } from "../replay.ts";

/**
 * Processes a kept inbound message again. For use after fixing the connector or its limits, also if the message was
 * discarded.
 * @throws SupportError UNPARSEABLE while it can't be parsed; NOT_FOUND while it is about an unknown message;
 * INVALID_TRANSITION if it was already processed.
 */
export const replay = defineProcedure({
  kind: "command",
  name: "intake.replay",
  summary: "Processes a kept inbound message again.",
  input: z.strictObject({ inboundId: idInput }),
  output: resultShape,
  access: { permission: "intake.manage" },
  http: "POST /inbound/{inboundId}/replay",
  run: (context, { inboundId }): Promise<ReceiveResult> => replayKept(context, inboundId),
});
