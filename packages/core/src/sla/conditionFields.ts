import type { FieldDefinitions } from "../fields/index.ts";
import type { Read } from "../kernel/index.ts";
import { slaState } from "./state.ts";

/** The fields that conditions of a tenant may name, with the statuses and own fields that were made at run time. */
export async function conditionFields(read: Read): Promise<FieldDefinitions> {
  const { fields, cases } = read.use(slaState);
  const { statuses, fields: own } = await cases.definitions.current(read);
  return {
    ...fields,
    "case.status": { kind: "text", options: statuses.keys, ordered: false },
    ...Object.fromEntries(
      Object.entries(own.definitions).map(([name, definition]) => [`case.fields.${name}`, definition]),
    ),
  };
}
