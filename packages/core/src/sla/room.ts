import type * as z from "zod";
import type { CalendarDefinition } from "../calendar/index.ts";
import type { CasesDeps } from "../cases/index.ts";
import { type ConditionValues, deskFields } from "../conditions/index.ts";
import { SupportError } from "../errors/index.ts";
import { authorize, type Context, parseId, type Room, type Transaction } from "../kernel/index.ts";
import type { Instant } from "../ports/index.ts";
import { type MacroRunner, slaActions } from "./actions.ts";
import { createClockRows } from "./clockRows.ts";
import {
  type DefinitionDeps,
  listCalendars,
  listPolicies,
  removePolicy,
  reorderPolicies,
  saveCalendar,
  savePolicy,
} from "./commands.ts";
import { createDefinitionsStore } from "./definitionsStore.ts";
import { explain } from "./explain.ts";
import { createMeasure } from "./measure.ts";
import type { SlaDefinitions, SlaPolicy } from "./policy.ts";
import { definitionProblems } from "./policySchema.ts";
import { slaReactions } from "./reactions.ts";
import { recomputeJobs, recomputeProgress, slaRecomputes, startRecompute } from "./recompute.ts";
import { report, type SlaReportQuery } from "./report.ts";
import {
  type ClockRow,
  slaCalendarRevisions,
  slaCalendars,
  slaClocks,
  slaPolicies,
  slaRevisions,
} from "./schema.ts";
import { type SimulateInput, simulate } from "./simulate.ts";
import { slaSweep } from "./sweep.ts";

/**
 * Policies and calendars in code. Those made at run time (`support.sla.policies.save`) come before them: they are
 * tried first, and one with the same id, or a calendar with the same name, takes the place of the code's.
 */
export interface SlaOptions<Values extends object = ConditionValues> extends SlaDefinitions<Values> {
  /**
   * How old the copy of the definitions in this process may be, in milliseconds, before it is compared with storage:
   * so much later an edit by another process is noticed. 0 looks each time. Default 1,000.
   */
  readonly definitionsMaxAgeMs?: number;
}

export interface SlaDeps {
  readonly cases: CasesDeps;
  /** The schema of the customers' own fields, for conditions. Default: any field is accepted. */
  readonly customerFields?: z.ZodObject | undefined;
  /** Runs macros for the actions of policies. Default: a policy's macro fails and is listed among the dead jobs. */
  readonly runMacro?: MacroRunner | undefined;
}

/** By transaction, so that all desks of the process may share it. */
const clockRows = createClockRows();

/**
 * Promises to customers and their clocks.
 *
 * For the desk: `tables`, `reactions`, `jobs` and `sweeps` are to be registered, the reactions after those of rooms
 * that change cases and before those that ask for {@link firstReplyDeadline}; `bind(context)` is `support.sla`.
 *
 * @throws SupportError INVALID_CONFIGURATION listing everything wrong with the policies and calendars.
 */
export function slaRoom(deps: SlaDeps, options: SlaOptions = {}) {
  const { definitionsMaxAgeMs: maxAgeMs = 1_000, policies = [], calendars = {} } = options;
  const code = { policies, calendars };
  const fields = deskFields({ caseFields: deps.cases.settings.fields, customerFields: deps.customerFields });
  const problems = definitionProblems(code, fields);
  if (problems.length > 0) throw wrong(problems);

  const store = createDefinitionsStore(code, fields, maxAgeMs);
  const definitions: DefinitionDeps = { store, code, fields, settleMs: maxAgeMs };

  const room = {
    tables: [slaClocks, slaPolicies, slaCalendars, slaCalendarRevisions, slaRevisions, slaRecomputes],
    reactions: slaReactions(store, createMeasure(store, clockRows)),
    jobs: { ...slaActions(deps.cases, deps.runMacro), ...recomputeJobs(store) },
    sweeps: [slaSweep(store)],
  } satisfies Room;

  const bind = (context: Context) => ({
    policies: {
      list: () => listPolicies(context, definitions),
      save: (policy: SlaPolicy) => savePolicy(context, definitions, policy),
      remove: (policyId: string) => removePolicy(context, definitions, policyId),
      reorder: (policyIds: readonly string[]) => reorderPolicies(context, definitions, policyIds),
    },
    calendars: {
      list: () => listCalendars(context, definitions),
      save: (name: string, definition: CalendarDefinition) =>
        saveCalendar(context, definitions, name, definition),
    },
    recompute: {
      /** Measures all open clocks anew: after a deployment that changed policies kept in the code. */
      start: () => startRecompute(context),
      progress: () => recomputeProgress(context, store),
    },
    explain: (caseId: string, words?: { readonly timeZone?: string }) =>
      explain(context, store, caseId, words),
    simulate: (input: SimulateInput) => simulate(context, fields, input),
    report: (query: SlaReportQuery) => report(context, query),
    /** The clocks of a case, oldest first. */
    clocks: (caseId: string) => listClocks(context, caseId),
  });

  return { ...room, bind };
}

export type SlaFacade = ReturnType<ReturnType<typeof slaRoom>["bind"]>;

/**
 * When the first reply to a case is due, as the transaction leaves it: also for a case that it opens. Null when the
 * case waits for none, when none is promised, or while the clock is paused.
 */
export async function firstReplyDeadline(tx: Transaction, caseId: string): Promise<Instant | null> {
  const clocks = await clockRows.of(tx, caseId);
  const clock = clocks.find(({ metric, state }) => metric === "first_reply" && state === "running");
  return clock?.deadline ?? null;
}

export async function listClocks(context: Context, caseId: string): Promise<readonly ClockRow[]> {
  await authorize(context, "sla.read");
  parseId(caseId, "sla.clocks");
  const { storage, tenantId } = context;
  return storage.find(slaClocks, {
    where: {
      and: [
        { field: "tenantId", is: tenantId },
        { field: "caseId", is: caseId },
      ],
    },
    orderBy: [{ field: "startedAt" }],
    limit: 1_000,
  });
}

function wrong(problems: readonly string[]): SupportError {
  const list = problems.map((problem) => `\n- sla.${problem}`).join("");
  return new SupportError("INVALID_CONFIGURATION", `The SLA policies or calendars are wrong:${list}`, {
    details: { problems },
  });
}
