import * as z from "zod";
import { defineQuery, idInput } from "../../../kernel/index.ts";
import { type SuppressionRow, suppressionView } from "../../schema.ts";
import { requireSuppression } from "../../suppress.ts";

/** Returns a suppressed address. @throws SupportError NOT_FOUND */
export const get = defineQuery({
  name: "suppressions.get",
  summary: "Returns a suppressed address.",
  input: z.strictObject({ suppressionId: idInput }),
  output: suppressionView,
  access: { permission: "intake.manage" },
  http: "GET /suppressions/{suppressionId}",
  run: (read, { suppressionId }): Promise<SuppressionRow> => requireSuppression(read, suppressionId),
});
