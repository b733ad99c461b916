import { SupportError } from "../../errors/index.ts";
import type { Read } from "../../kernel/index.ts";
import { suggest } from "../../suggest.ts";
import { type PolicyRow, slaPolicies } from "../schema.ts";
import { slaState } from "../state.ts";
import { listedPolicies } from "./listed.ts";

/** A policy created at run time. @throws SupportError NOT_FOUND; INVALID_INPUT for one defined in code */
export async function requireStoredPolicy(read: Read, policyId: string): Promise<PolicyRow> {
  const row = await read.get(slaPolicies, policyId);
  if (row !== null) return row;
  if (read.use(slaState).code.policies.some(({ id }) => id === policyId))
    throw new SupportError("INVALID_INPUT", `The policy "${policyId}" is defined in code. Edit it there.`);
  throw await noPolicy(read, policyId);
}

export async function noPolicy(read: Read, policyId: string): Promise<SupportError> {
  const all = await listedPolicies(read);
  const hint = suggest(
    policyId,
    all.map(({ id }) => id),
  );
  return new SupportError("NOT_FOUND", `There is no policy "${policyId}".${hint}`, { details: { policyId } });
}
