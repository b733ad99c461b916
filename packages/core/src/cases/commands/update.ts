import type * as z from "zod";
import { defineCommand, type Generic, namedInput } from "../../kernel/index.ts";
import { applyChanges } from "../change.ts";
import { updateInput } from "../inputs.ts";
import type { CaseRow } from "../schema.ts";
import { casesState } from "../state.ts";
import { caseView } from "../views.ts";

export interface UpdateInput<Fields = Readonly<Record<string, unknown>>>
  extends Omit<z.input<typeof updateInput>, "fields"> {
  readonly fields?: Readonly<Partial<Fields>> | undefined;
}
/** @internal */
export interface UpdateInputOf extends Generic {
  readonly type: UpdateInput<this["host"]["caseFields"]>;
}

/**
 * Changes what a case says of itself, each kind of change with its own event.
 *
 * @throws ConflictError when `expectedVersion` is not the case's any more.
 */
export const update = defineCommand({
  name: "cases.update",
  summary: "Changes what a case says of itself, each kind of change with its own event.",
  input: namedInput<UpdateInputOf>()(updateInput),
  output: caseView,
  access: { permission: "cases.write", cases: "named" },
  http: "PATCH /cases/{caseId}",
  run: (tx, changes): Promise<CaseRow> => applyChanges(tx, tx.use(casesState), changes),
});
