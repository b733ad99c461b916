import * as z from "zod";
import { defineView, idInput, named, type StaffOf, type WalkRow, walks } from "../kernel/index.ts";

const columns = defineView("Walk", walks, { internal: ["batches", "position"], customer: null });

/** Something done to all rows of a table, with its progress. */
export interface StartedWalk extends StaffOf<typeof columns> {}

export const walkView = named<StartedWalk, never>()(columns);

/** Fields that identify a started walk. */
export const walkKeyInput = z.strictObject({
  walk: idInput.describe("The name of the walk, such as stars.backfill."),
  key: idInput.describe("The key it was started under."),
});

export type { WalkRow };
