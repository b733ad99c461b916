import * as z from "zod";
import type { CaseSettings } from "../cases/index.ts";
import { type ConditionField, type ConditionValues, deskFields } from "../conditions/index.ts";
import { milliseconds, type OptionShape, readOptions } from "../configuration/index.ts";
import type { Kernel, Room } from "../kernel/index.ts";
import { slaActions } from "./actions.ts";
import { clockRows } from "./clockRows.ts";
import { createDefinitionsStore } from "./definitionsStore.ts";
import { firstReplyDeadline } from "./firstReplyDeadline.ts";
import { createMeasure } from "./measure.ts";
import { nextDeadlines } from "./nextDeadline.ts";
import type { SlaDefinitions } from "./policy.ts";
import { readDefinitions } from "./policySchema.ts";
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

const ofSla = {
  // Policies and calendars are checked together, against the fields of the desk.
  policies: z.array(z.unknown()).default([]),
  calendars: z.record(z.string(), z.unknown()).default({}),
  definitionsMaxAgeMs: milliseconds({ from: 0 }).default(1_000),
} satisfies OptionShape<SlaOptions>;

/** Promises to customers and their clocks. What is wrong with the options goes to `problems`. */
export function slaRoom(
  kernel: Kernel,
  cases: CaseSettings,
  options: unknown,
  plugins: readonly { readonly conditions?: readonly ConditionField[] }[],
  problems: string[],
): Room {
  const { policies, calendars, definitionsMaxAgeMs } = readOptions(ofSla, "sla", options, problems);
  const fields = deskFields({ caseFields: cases.fields, plugins });
  const code = readDefinitions({ policies, calendars }, fields, problems) ?? { policies: [], calendars: {} };

  const store = createDefinitionsStore(code, fields, definitionsMaxAgeMs);
  // An edit of this process counts at once.
  kernel.emitter.on("sla.definitionsChanged", ({ tenantId }) => store.forget(tenantId));
  const value: SlaState = {
    ...{ store, code, fields, firstReplyDeadline, nextDeadlines },
    settleMs: definitionsMaxAgeMs,
  };
  return {
    tables: [slaClocks, slaPolicies, slaCalendars, slaCalendarRevisions, slaRevisions],
    reactions: slaReactions(
      store,
      createMeasure(store, clockRows),
      plugins.flatMap(({ conditions = [] }) => conditions),
    ),
    jobs: slaActions,
    walks: [recomputeWalk(store)],
    sweeps: [slaSweep(store)],
    state: { id: slaState.id, value },
  };
}
