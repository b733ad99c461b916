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
 * Updates a case. Each kind of change emits its own event.
 *
 * @throws ConflictError if the case is no longer at `expectedVersion`.
 */
export const update = defineCommand({
  name: "cases.update",
  summary: "Updates a case. Each kind of change emits its own event.",
  input: namedInput<UpdateInputOf>()(updateInput),
  output: caseView,
  access: { permission: "cases.write" },
  http: "PATCH /cases/{caseId}",
  run: (tx, changes): Promise<CaseRow> => applyChanges(tx, tx.use(casesState), changes),
});
