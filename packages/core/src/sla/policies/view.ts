import * as z from "zod";
import type { ConditionValues } from "../../conditions/index.ts";
import { type Generic, named, type Output, shape } from "../../kernel/index.ts";
import type { SlaPolicy } from "../policy.ts";
import { anyPolicy } from "../policySchema.ts";
import { type PolicyRow, slaPolicies } from "../schema.ts";

/** A policy and where it is defined: in the host's code, or in storage, where it can be edited. */
export type Policy<Values extends object = ConditionValues> = SlaPolicy<Values> & {
  readonly source: "code" | "stored";
};

/** @internal */
export interface PolicyOf extends Generic {
  readonly type: Policy<ConditionValues<this["host"]["caseFields"]>>;
}

const policy: z.ZodType<Policy> = z
  .object({ ...anyPolicy.shape, source: z.enum(["code", "stored"]).describe("Where it is defined.") })
  .meta({ id: "Policy" });

const shown = shape("Policy", policy);

const view: Output<PolicyRow, Policy, never> = {
  ...{ name: "Policy", table: slaPolicies, isNothing: false, isForCustomers: false, schema: shown.schema },
  project: ({ definition, version }, viewer, viewing) =>
    shown.project({ ...definition, source: version === 0 ? "code" : "stored" }, viewer, viewing),
};

export const policyView = named<PolicyOf, never>()(view);
