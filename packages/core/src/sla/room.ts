import type * as z from "zod";
import type { CasesDeps } from "../cases/index.ts";
import { type ConditionValues, deskFields } from "../conditions/index.ts";
import { SupportError } from "../errors/index.ts";
import type { Kernel, Room } from "../kernel/index.ts";
import { slaActions } from "./actions.ts";
import { clockRows } from "./clockRows.ts";
import { createDefinitionsStore } from "./definitionsStore.ts";
import { firstReplyDeadline } from "./firstReplyDeadline.ts";
import { createMeasure } from "./measure.ts";
import type { SlaDefinitions } from "./policy.ts";
import { definitionProblems } from "./policySchema.ts";
import { slaReactions } from "./reactions.ts";
import { recomputeWalk } from "./recompute.ts";
import { slaCalendarRevisions, slaCalendars, slaClocks, slaPolicies, slaRevisions } from "./schema.ts";
import { type SlaState, slaState } from "./state.ts";
import { slaSweep } from "./sweep.ts";

/**
 * Policies and calendars in code. Those created at run time (`support.policies.save`) come first: they are evaluated
 * first, and one with the same id, or a calendar with the same name, replaces the one in code.
 */
export interface SlaOptions<Values extends object = ConditionValues> extends SlaDefinitions<Values> {
  /**
   * How old the cached definitions in this process may be, in milliseconds, before they are compared with storage: an
   * edit by another process is noticed after that time. 0 checks each time. Default 1,000.
   */
  readonly definitionsMaxAgeMs?: number;
}

export interface SlaDeps {
  readonly kernel: Kernel;
  readonly cases: CasesDeps;
  /** The schema of the customers' own fields, for conditions. Default: any field is accepted. */
  readonly customerFields?: z.ZodObject | undefined;
}

/**
 * SLA policies, targets and clocks.
 *
 * @throws SupportError INVALID_CONFIGURATION listing everything wrong with the policies and calendars.
 */
export function slaRoom({ kernel, cases, customerFields }: SlaDeps, options: SlaOptions = {}): Room {
  const { definitionsMaxAgeMs: maxAgeMs = 1_000, policies = [], calendars = {} } = options;
  const code = { policies, calendars };
  const fields = deskFields({ caseFields: cases.settings.fields, customerFields });
  const problems = definitionProblems(code, fields);
  if (problems.length > 0) throw wrong(problems);

  const store = createDefinitionsStore(code, fields, maxAgeMs);
  // An edit by this process takes effect immediately.
  kernel.emitter.on("sla.definitionsChanged", ({ tenantId }) => store.forget(tenantId));
  const value: SlaState = { cases, store, code, fields, settleMs: maxAgeMs, firstReplyDeadline };
  return {
    tables: [slaClocks, slaPolicies, slaCalendars, slaCalendarRevisions, slaRevisions],
    reactions: slaReactions(store, createMeasure(store, clockRows)),
    jobs: slaActions(cases),
    walks: [recomputeWalk(store)],
    sweeps: [slaSweep(store)],
    state: { id: slaState.id, value },
  };
}

function wrong(problems: readonly string[]): SupportError {
  const list = problems.map((problem) => `\n- sla.${problem}`).join("");
  return new SupportError("INVALID_CONFIGURATION", `Invalid SLA policies or calendars:${list}`, {
    details: { problems },
  });
}
