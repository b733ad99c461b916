import * as z from "zod";
import { calendarDefinitionSchema } from "../calendar/index.ts";
import { channelKinds, priorities } from "../cases/index.ts";
import { type Condition, conditionSchema } from "../conditions/index.ts";
import { expectation, issueProblems, unique } from "../configuration/index.ts";
import type { FieldDefinitions } from "../fields/index.ts";
import { idInput, lineInput, listOf } from "../kernel/index.ts";
import { suggest } from "../suggest.ts";
import { parseDuration, warningThreshold } from "./duration.ts";
import { metrics } from "./metrics.ts";
import type { SlaDefinitions, SlaPolicy, SlaTarget } from "./policy.ts";

/** Identifiers of calendars and policies in code. */
export const calendarName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, {
    error: "must be at most 63 lower-case letters, digits, - and _",
  });

const agentIds = listOf(idInput).min(1);

export const actionSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("event"), name: z.string().min(1).max(100) }),
  z.strictObject({
    do: z.literal("notify"),
    whom: z.union([z.enum(["assignee", "team", "followers"]), z.strictObject({ agentIds })]),
  }),
  z.strictObject({ do: z.literal("raisePriority"), to: priorities.optional() }),
  z.strictObject({
    do: z.literal("reassign"),
    teamId: idInput.nullable().optional(),
    assigneeId: idInput.nullable().optional(),
  }),
  z.strictObject({ do: z.literal("macro"), macroId: idInput }),
]);

const shared = {
  calendar: lineInput().nullable().optional(),
  warnings: listOf(lineInput(), 10).optional(),
  onWarning: z.array(actionSchema).max(10).optional(),
  onBreach: z.array(actionSchema).max(10).optional(),
};

const targetSchema = z.strictObject({
  metric: z.enum(metrics),
  priority: priorities.optional(),
  channel: channelKinds.optional(),
  within: lineInput().refine((text) => parseDuration(text) !== null, {
    error: ({ input }) => `"${input}" is not a duration; write it as 4h, 1h 30m, 45s or 2d`,
  }),
  ...shared,
});

/** Maximum length of a condition as JSON. */
const mostOfCondition = 32_768;

/** A policy, without checks that depend on the desk: its fields and calendars. */
export const anyPolicy = z.strictObject({
  id: calendarName,
  name: z.string().min(1).max(200).optional().describe("What people read. Default: the id."),
  when: z
    .custom<Condition>(
      (value) => JSON.stringify(value).length <= mostOfCondition,
      `is more than ${mostOfCondition} characters as JSON`,
    )
    .optional()
    .describe("The cases that the policy applies to. Default: all cases."),
  default: z.boolean().optional().describe("Whether it applies to cases that match no other policy."),
  ...shared,
  targets: listOf(targetSchema, 1_000).min(1, { error: "is empty; add at least one target" }),
});

/** Validates a policy, including against the desk's fields and calendars. */
export function policySchema(fields: FieldDefinitions, calendars: readonly string[]): z.ZodType<SlaPolicy> {
  return anyPolicy.extend({ when: conditionSchema(fields).optional() }).check(({ value, issues }) => {
    for (const { path, message } of policyProblems(value, calendars)) {
      issues.push({ code: "custom", path: [...path], message, input: value, continue: true });
    }
  });
}

interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function* policyProblems(policy: SlaPolicy, calendars: readonly string[]): Generator<Problem> {
  if (policy.default === true && policy.when !== undefined)
    yield {
      path: ["when"],
      message: "can't be combined with default: true, which applies to all remaining cases",
    };
  if (isUnknown(policy.calendar, calendars))
    yield { path: ["calendar"], message: unknownCalendar(policy.calendar, calendars) };
  const seen = new Set<string>();
  for (const [at, target] of policy.targets.entries()) {
    for (const { path, message } of targetProblems(policy, target, calendars)) {
      yield { path: ["targets", at, ...path], message };
    }
    const place = `${target.metric}, priority ${target.priority ?? "any"}, channel ${target.channel ?? "any"}`;
    if (seen.has(place)) yield { path: ["targets", at], message: `is a duplicate: ${place}` };
    seen.add(place);
  }
}

function* targetProblems(
  policy: SlaPolicy,
  target: SlaTarget,
  calendars: readonly string[],
): Generator<Problem> {
  if (isUnknown(target.calendar, calendars))
    yield { path: ["calendar"], message: unknownCalendar(target.calendar, calendars) };
  const targetMs = parseDuration(target.within);
  if (targetMs === null) return;
  for (const warning of target.warnings ?? policy.warnings ?? []) {
    if (warningThreshold(warning, targetMs) !== null) continue;
    const message = `"${warning}" is not before the target of ${target.within}; write 15m for that long before it, or 80%`;
    yield { path: ["warnings"], message };
  }
}

function isUnknown(calendar: string | null | undefined, calendars: readonly string[]): calendar is string {
  return typeof calendar === "string" && !calendars.includes(calendar);
}

function unknownCalendar(calendar: string, calendars: readonly string[]): string {
  const hint = suggest(calendar, calendars);
  return `there is no calendar "${calendar}".${hint === "" ? ` Known calendars: ${calendars.join(", ") || "none"}` : hint}`;
}

/**
 * Reads policies and calendars that are given together. Whatever is wrong goes to `problems`, a line each at its full path;
 * then there are none.
 */
export function readDefinitions(
  given: { readonly policies: readonly unknown[]; readonly calendars: Readonly<Record<string, unknown>> },
  fields: FieldDefinitions,
  problems: string[],
): Required<SlaDefinitions> | null {
  const schema = z.strictObject({
    policies: z
      .array(policySchema(fields, Object.keys(given.calendars)))
      .superRefine(unique("id", ({ id }) => id))
      .superRefine((policies, context) => {
        const defaults = policies.filter((policy) => policy.default === true).map(({ id }) => `"${id}"`);
        if (defaults.length > 1)
          context.addIssue({
            code: "custom",
            message: `only one policy can be the default, and ${defaults.join(", ")} are`,
          });
      }),
    calendars: z.record(calendarName, calendarDefinitionSchema),
  });
  const parsed = schema.safeParse(given, { error: expectation });
  if (parsed.success) return parsed.data;
  problems.push(...issueProblems(parsed.error.issues, schema, "sla"));
  return null;
}
