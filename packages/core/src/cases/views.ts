import { defineView, type Generic, named, type StaffOf } from "../kernel/index.ts";
import { cases } from "./schema.ts";

const caseColumns = defineView("Case", cases, { internal: ["queuedAt", "countedAs"], customer: null });

interface TypedCase<Fields> extends Omit<StaffOf<typeof caseColumns>, "fields"> {
  readonly fields: Readonly<Partial<Fields>>;
}
/** @internal */
export interface CaseOf extends Generic {
  readonly type: TypedCase<this["host"]["caseFields"]>;
}

export const caseView = named<CaseOf, never>()(caseColumns);
