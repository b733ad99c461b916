import * as z from "zod";
import { defineProcedure, idInput } from "../../kernel/index.ts";
import type { ReceiveResult } from "../../ports/index.ts";
import { resultShape } from "../outputs.ts";
import { replayKept } from "../replay.ts";

/**
 * Takes in what was kept, after the connector or its limits were mended.
 * @throws SupportError UNPARSEABLE while it still can't be read; NOT_FOUND while it is news of no message that is known;
 * INVALID_TRANSITION when it was taken in already.
 */
export const replay = defineProcedure({
  kind: "command",
  name: "intake.replay",
  summary: "Takes in what was kept.",
  input: z.strictObject({ inboundId: idInput }),
  output: resultShape,
  access: { permission: "intake.manage" },
  http: "POST /inbound/{inboundId}/replay",
  run: (context, { inboundId }): Promise<ReceiveResult> => replayKept(context, inboundId),
});
