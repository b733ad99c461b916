import type { Read } from "../../kernel/index.ts";
import type { SlaPolicy } from "../policy.ts";
import type { PolicyRow } from "../schema.ts";
import { slaState } from "../state.ts";
import { storedPolicies } from "../stored.ts";

/**
 * All policies in the order in which they are tried; the default one is tried last wherever it stands. One made at run
 * time takes the place of the code's with its id.
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

/** A policy of the code as it would be kept; version 0 says that it is not. */
function unstored(tenantId: string, definition: SlaPolicy, position: number): PolicyRow {
  const { id } = definition;
  return { tenantId, id, version: 0, position, definition, createdAt: 0, updatedAt: 0 };
}
