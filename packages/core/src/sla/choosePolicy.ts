import type { CaseRow } from "../cases/index.ts";
import { isLoaded, loadFields } from "../conditions/index.ts";
import { profileOf } from "../customers/index.ts";
import { SupportError } from "../errors/index.ts";
import type { Read } from "../kernel/index.ts";
import { type CompiledPolicy, type Definitions, selectPolicy } from "./definitions.ts";
import type { ClockRow } from "./schema.ts";

/**
 * The policy of a case as it is now. Plugins load their fields only if the choice depends on them. A policy that can't be
 * decided, because a field could not be loaded, doesn't apply, unless clocks of the case are already measured by it: a
 * failing plugin neither stops a commit nor takes back a promise.
 */
export async function choosePolicy(
  read: Read,
  definitions: Definitions,
  found: CaseRow,
  clocks: readonly Pick<ClockRow, "policyId">[],
  changed: ReadonlySet<string>,
): Promise<CompiledPolicy | null> {
  const customer = definitions.looksAtCustomer ? await profileOf(read, found.customerId) : null;
  const subject = { case: found, customer, changed };
  const { policy, undecided } = selectPolicy(definitions, subject);
  if (undecided.length === 0) return policy;
  const { values, failed } = await loadFields(read, fieldsOf(undecided), subject);
  const second = selectPolicy(definitions, { ...subject, values });
  const known = new Set([...values.keys(), ...failed.map(({ source }) => source)]);
  reportUnknown(read, second.undecided, known);
  const current = second.undecided.find(({ id }) => clocks.some(({ policyId }) => policyId === id));
  return current ?? second.policy;
}

function fieldsOf(policies: readonly CompiledPolicy[]): ReadonlySet<string> {
  return new Set(policies.flatMap(({ fields }) => [...fields]));
}

/** A saved policy may name a field of a plugin that the desk no longer has. */
function reportUnknown(read: Read, undecided: readonly CompiledPolicy[], known: ReadonlySet<string>): void {
  for (const { id, fields } of undecided)
    for (const name of fields)
      if (isLoaded(name) && !known.has(name))
        read.report(
          new SupportError(
            "EXTENSION_FAILED",
            `The SLA policy "${id}" depends on "${name}", which no plugin of this desk loads. Add the plugin, or edit the policy.`,
            { details: { policyId: id, field: name } },
          ),
          `sla policy ${id}`,
        );
}
