import * as z from "zod";
import { defineQuery, findPage, type Page, page, paging, walks } from "../../kernel/index.ts";
import { type WalkRow, walkView } from "../schema.ts";

/** Lists started walks, newest last. */
export const list = defineQuery({
  name: "walks.list",
  summary: "Lists started walks, newest last.",
  input: z.strictObject({ ...paging }),
  output: page(walkView),
  access: { permission: "jobs.manage" },
  http: "GET /walks",
  run: (read, { after, limit }): Promise<Page<WalkRow>> => findPage(read, walks, { after, limit }),
});
