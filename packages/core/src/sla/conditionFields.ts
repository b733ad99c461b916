import { casesState } from "../cases/index.ts";
import type { FieldDefinitions } from "../fields/index.ts";
import type { Read } from "../kernel/index.ts";
import { slaState } from "./state.ts";

/** Fields for conditions, including statuses and own fields made at run time. */
export async function conditionFields(read: Read): Promise<FieldDefinitions> {
  const { fields } = read.use(slaState);
  const { statuses, fields: own } = await read.use(casesState).definitions.current(read);
  return {
    ...fields,
    "case.status": { kind: "text", options: statuses.keys, ordered: false },
    ...Object.fromEntries(
      Object.entries(own.definitions).map(([name, definition]) => [`case.fields.${name}`, definition]),
    ),
  };
}
