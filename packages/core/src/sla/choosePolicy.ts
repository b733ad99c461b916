import type { CaseRow } from "../cases/index.ts";
import { type ConditionSubject, loadFields } from "../conditions/index.ts";
import { profileOf } from "../customers/index.ts";
import type { Read } from "../kernel/index.ts";
import { type CompiledPolicy, type Definitions, type SelectedPolicy, selectPolicy } from "./definitions.ts";
import { reportUnknownFields } from "./reportUnknownFields.ts";
import type { ClockRow } from "./schema.ts";

/** A case as it is now, and its clocks. */
export interface Measured {
  readonly found: CaseRow;
  readonly clocks: readonly Pick<ClockRow, "policyId">[];
}

export interface ChosenPolicy {
  readonly policy: CompiledPolicy | null;
  /** False if it might be another one, had plugins loaded all their fields. */
  readonly isCertain: boolean;
}

const none: ReadonlySet<string> = new Set();

/**
 * Chooses the policies of cases, by case id. Plugins load their fields only for cases whose policy depends on them. A
 * policy that can't be decided, because a field could not be loaded, doesn't apply, unless clocks of the case are already
 * measured by it: a failing plugin neither stops a commit nor takes back a promise. `changed`: the fields affected by the
 * current change.
 */
export async function choosePolicies(
  read: Read,
  definitions: Definitions,
  measured: readonly Measured[],
  changed: ReadonlySet<string> = none,
): Promise<ReadonlyMap<string, ChosenPolicy>> {
  const policies = new Map<string, ChosenPolicy>();
  const open: {
    readonly of: Measured;
    readonly subject: ConditionSubject;
    readonly names: readonly string[];
  }[] = [];
  for (const of of measured) {
    const { found } = of;
    const customer = definitions.looksAtCustomer ? await profileOf(read, found.customerId) : null;
    const subject = { case: found, customer, changed };
    const selected = selectPolicy(definitions, subject);
    policies.set(found.id, chosen(selected, of));
    const names = selected.undecided.flatMap(({ fields }) => [...fields]);
    if (names.length > 0) open.push({ of, subject, names });
  }
  if (open.length === 0) return policies;
  const names = new Set(open.flatMap((one) => one.names));
  const found = open.map(({ of }) => of.found);
  const { values, failed } = await loadFields(read, names, found);
  for (const { of, subject } of open) {
    const loaded = values.get(of.found.id) ?? new Map<string, unknown>();
    const selected = selectPolicy(definitions, { ...subject, values: loaded });
    reportUnknownFields(read, selected.undecided, [...loaded.keys(), ...failed.map(({ source }) => source)]);
    policies.set(of.found.id, chosen(selected, of));
  }
  return policies;
}

function chosen({ policy, undecided }: SelectedPolicy, { clocks }: Measured): ChosenPolicy {
  const current = undecided.find(({ id }) => clocks.some(({ policyId }) => policyId === id));
  return { policy: current ?? policy, isCertain: undecided.length === 0 };
}
