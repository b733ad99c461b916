import { isLoaded } from "../conditions/index.ts";
import { SupportError } from "../errors/index.ts";
import type { Read } from "../kernel/index.ts";
import type { CompiledPolicy } from "./definitions.ts";

/** Once for each policy, as long as its tenant's definitions are cached. */
const reported = new WeakSet<CompiledPolicy>();

/** Reports saved policies that name a field of a plugin that the desk no longer has. `known`: fields that it has. */
export function reportUnknownFields(
  read: Pick<Read, "report">,
  undecided: readonly CompiledPolicy[],
  known: readonly string[],
): void {
  for (const policy of undecided) {
    const field = [...policy.fields].find((name) => isLoaded(name) && !known.includes(name));
    if (field === undefined || reported.has(policy)) continue;
    reported.add(policy);
    read.report(
      new SupportError(
        "EXTENSION_FAILED",
        `The SLA policy "${policy.id}" depends on "${field}", which no plugin of this desk loads, so it applies to no new case. Add the plugin, or edit the policy.`,
        { details: { policyId: policy.id, field } },
      ),
      `sla policy ${policy.id}`,
    );
  }
}
