import * as z from "zod";
import { defineView, idInput, named, type StaffOf, type WalkRow, walks } from "../kernel/index.ts";

const columns = defineView("Walk", walks, { internal: ["batches", "position"], customer: null });

/** Something that is done to all rows of a table, and how far it is. */
export interface StartedWalk extends StaffOf<typeof columns> {}

export const walkView = named<StartedWalk, never>()(columns);

/** Fields that name a walk that was started. */
export const walkKeyInput = z.strictObject({
  walk: idInput.describe("The name of the walk, such as stars.backfill."),
  key: idInput.describe("What it was started under."),
});

export type { WalkRow };
