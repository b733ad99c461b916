import * as z from "zod";
import { defineQuery, idInput } from "../../../kernel/index.ts";
import { casesState } from "../../state.ts";
import { type StatusRow, statusView } from "../schema.ts";

/** Returns a status, archived ones included. @throws SupportError NOT_FOUND naming the nearest */
export const get = defineQuery({
  name: "statuses.get",
  summary: "Returns a status.",
  input: z.strictObject({ key: idInput }),
  output: statusView,
  access: { permission: "settings.read", cases: "none" },
  http: "GET /statuses/{key}",
  run: async (read, { key }): Promise<StatusRow> =>
    (await read.use(casesState).definitions.current(read)).statuses.require(key, "NOT_FOUND"),
});
