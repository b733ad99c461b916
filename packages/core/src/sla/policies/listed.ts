import type { Read } from "../../kernel/index.ts";
import type { SlaPolicy } from "../policy.ts";
import type { PolicyRow } from "../schema.ts";
import { slaState } from "../state.ts";
import { storedPolicies } from "../stored.ts";

/**
 * All policies in the order of evaluation, the default one last. A policy created at run time replaces the one with its
 * id in code.
 */
export async function listedPolicies(read: Read): Promise<readonly PolicyRow[]> {
  const stored = await storedPolicies(read);
  const ids = new Set(stored.map(({ id }) => id));
  const ofCode = read.use(slaState).code.policies.filter(({ id }) => !ids.has(id));
  return [
    ...stored,
    ...ofCode.map((definition, at) => unstored(read.tenantId, definition, stored.length + at)),
  ];
}

/** A policy in code in the form of a stored one; version 0 means that it is not stored. */
function unstored(tenantId: string, definition: SlaPolicy, position: number): PolicyRow {
  const { id } = definition;
  return { tenantId, id, version: 0, position, definition, createdAt: 0, updatedAt: 0 };
}
