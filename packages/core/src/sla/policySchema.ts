import * as z from "zod";
import { calendarDefinitionSchema } from "../calendar/index.ts";
import { channelKinds, priorities } from "../cases/index.ts";
import { type Condition, conditionSchema } from "../conditions/index.ts";
import type { FieldDefinitions } from "../fields/index.ts";
import { idInput, lineInput, listOf } from "../kernel/index.ts";
import { suggest } from "../suggest.ts";
import { parseDuration, warningThreshold } from "./duration.ts";
import { metrics } from "./metrics.ts";
import type { SlaDefinitions, SlaPolicy, SlaTarget } from "./policy.ts";

/** What calendars and policies are called in programs. */
export const calendarName = z
  .string()
  .max(63)
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, {
    error: "must be of lower-case letters, digits, - and _, at most 63",
  });

const agentIds = listOf(idInput).min(1);

export const actionSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("event"), name: lineInput(100) }),
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
    error: ({ input }) => `"${input}" is no duration; write it as 4h, 1h 30m, 45s or 2d`,
  }),
  ...shared,
});

/** Characters of a condition as JSON. */
const mostOfCondition = 32_768;

/** A policy, with nothing checked that depends on the desk: its fields, its calendars. */
export const anyPolicy = z.strictObject({
  id: calendarName,
  name: lineInput(200).optional().describe("What people read. Default: the id."),
  when: z
    .custom<Condition>(
      (value) => JSON.stringify(value).length <= mostOfCondition,
      `is more than ${mostOfCondition} characters as JSON`,
    )
    .optional()
    .describe("A condition that cases meet. Default: all cases."),
  default: z.boolean().optional().describe("For the cases that no other policy is for."),
  ...shared,
  targets: listOf(targetSchema, 1_000).min(1, { error: "is empty; promise something" }),
});

/** Checks one policy, also against the desk's fields and calendars. */
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
    yield { path: ["when"], message: "does not go with default: true, which is for all that is left" };
  if (isUnknown(policy.calendar, calendars))
    yield { path: ["calendar"], message: unknownCalendar(policy.calendar, calendars) };
  const seen = new Set<string>();
  for (const [at, target] of policy.targets.entries()) {
    for (const { path, message } of targetProblems(policy, target, calendars)) {
      yield { path: ["targets", at, ...path], message };
    }
    const place = `${target.metric}, priority ${target.priority ?? "any"}, channel ${target.channel ?? "any"}`;
    if (seen.has(place)) yield { path: ["targets", at], message: `is there twice: ${place}` };
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
    const message = `"${warning}" is no moment before ${target.within} are over; write 15m for so long before, or 80%`;
    yield { path: ["warnings"], message };
  }
}

function isUnknown(calendar: string | null | undefined, calendars: readonly string[]): calendar is string {
  return typeof calendar === "string" && !calendars.includes(calendar);
}

function unknownCalendar(calendar: string, calendars: readonly string[]): string {
  const hint = suggest(calendar, calendars);
  return `there is no calendar "${calendar}".${hint === "" ? ` There are: ${calendars.join(", ") || "none"}` : hint}`;
}

/** Everything wrong with policies and calendars that are given together, a line each. */
export function definitionProblems(given: SlaDefinitions, fields: FieldDefinitions): readonly string[] {
  const { policies = [], calendars = {} } = given;
  const schema = z.strictObject({
    policies: z.array(policySchema(fields, Object.keys(calendars))),
    calendars: z.record(calendarName, calendarDefinitionSchema),
  });
  const parsed = schema.safeParse({ policies, calendars });
  const found = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  const ids = policies.map(({ id }) => id);
  const twice = ids
    .filter((id, at) => ids.indexOf(id) !== at)
    .map((id) => `policies: "${id}" is there twice`);
  const defaults = policies.filter((policy) => policy.default === true).map(({ id }) => id);
  const many =
    defaults.length > 1 ? [`policies: ${defaults.join(", ")} are all the default; one can be`] : [];
  return [...found, ...twice, ...many];
}
