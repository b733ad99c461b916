import { alwaysOpen, type BusinessCalendar } from "../calendar/index.ts";
import type { CaseRow } from "../cases/index.ts";
import type { ConditionSubject } from "../conditions/index.ts";
import { type CompiledCondition, compileCondition } from "../conditions/index.ts";
import type { FieldDefinitions } from "../fields/index.ts";
import type { Promised } from "./clock.ts";
import { parseDuration, warningThreshold } from "./duration.ts";
import type { Metric } from "./metrics.ts";
import type { SlaAction, SlaPolicy, SlaTarget } from "./policy.ts";

/** A case's position in the matrix of targets. */
export type TargetPlace = Pick<CaseRow, "priority" | "channelKind">;

export interface CompiledTarget extends Promised {
  readonly onWarning: readonly SlaAction[];
  readonly onBreach: readonly SlaAction[];
}

export interface CompiledPolicy {
  readonly id: string;
  readonly name: string;
  /** Whether it applies; null if that depends on fields of plugins whose values are not known. */
  decide(subject: ConditionSubject): boolean | null;
  readonly fields: ReadonlySet<string>;
  targetFor(metric: Metric, place: TargetPlace): CompiledTarget | null;
}

/** A tenant's policies and calendars, ready to use. */
export interface Definitions {
  /** Differs whenever they do. */
  readonly revision: string;
  readonly policies: readonly CompiledPolicy[];
  /** Fields that determine a case's policy. */
  readonly fields: ReadonlySet<string>;
  readonly looksAtCustomer: boolean;
  readonly calendars: ReadonlyMap<string, BusinessCalendar>;
}

/** A version of a calendar, by its key: the name and a digest of the definition. */
export interface KeyedCalendar {
  readonly name: string;
  readonly key: string;
  readonly calendar: BusinessCalendar;
}

export function compileDefinitions(
  revision: string,
  policies: readonly SlaPolicy[],
  calendars: readonly KeyedCalendar[],
  fields: FieldDefinitions,
): Definitions {
  const keys = new Map(calendars.map(({ name, key }) => [name, key]));
  const specific = policies.filter((policy) => policy.default !== true);
  const fallback = policies.find((policy) => policy.default === true);
  const inOrder = fallback === undefined ? specific : [...specific, fallback];
  const compiled = inOrder.map((policy) => compilePolicy(policy, keys, fields));
  const used = new Set(compiled.flatMap((policy) => [...policy.fields]));
  return {
    revision,
    policies: compiled,
    fields: used,
    looksAtCustomer: [...used].some((field) => field.startsWith("customer.")),
    calendars: new Map(calendars.map(({ key, calendar }) => [key, calendar])),
  };
}

/** The policy that applies to a case. */
export interface SelectedPolicy {
  readonly policy: CompiledPolicy | null;
  /** Those before it for which that depends on fields of plugins whose values are not known. */
  readonly undecided: readonly CompiledPolicy[];
}

/** Selects the first policy that certainly matches. */
export function selectPolicy({ policies }: Definitions, subject: ConditionSubject): SelectedPolicy {
  const undecided: CompiledPolicy[] = [];
  for (const policy of policies) {
    const applies = policy.decide(subject);
    if (applies === true) return { policy, undecided };
    if (applies === null) undecided.push(policy);
  }
  return { policy: null, undecided };
}

export function calendarIn(
  calendars: ReadonlyMap<string, BusinessCalendar>,
  key: string | null,
): BusinessCalendar {
  return key === null ? alwaysOpen : (calendars.get(key) ?? alwaysOpen);
}

function compilePolicy(
  policy: SlaPolicy,
  keys: ReadonlyMap<string, string>,
  fields: FieldDefinitions,
): CompiledPolicy {
  const condition: CompiledCondition | null =
    policy.when === undefined ? null : compileCondition(policy.when, fields);
  const known = new Map<string, CompiledTarget | null>();
  return {
    id: policy.id,
    name: policy.name ?? policy.id,
    decide: condition === null ? () => true : condition.decide,
    fields: condition?.fields ?? new Set(),
    targetFor(metric, place) {
      const key = `${metric} ${place.priority} ${place.channelKind}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const target = mostExact(policy.targets, metric, place);
      const compiled = target === undefined ? null : compileTarget(policy, target, keys);
      known.set(key, compiled);
      return compiled;
    },
  };
}

function mostExact(
  targets: readonly SlaTarget[],
  metric: Metric,
  { priority, channelKind }: TargetPlace,
): SlaTarget | undefined {
  const ofMetric = targets.filter((target) => target.metric === metric);
  const at = (wanted: SlaTarget["priority"], channel: SlaTarget["channel"]) =>
    ofMetric.find((target) => target.priority === wanted && target.channel === channel);
  return (
    at(priority, channelKind) ??
    at(undefined, channelKind) ??
    at(priority, undefined) ??
    at(undefined, undefined)
  );
}

function compileTarget(
  policy: SlaPolicy,
  target: SlaTarget,
  keys: ReadonlyMap<string, string>,
): CompiledTarget {
  const targetMs = parseDuration(target.within) ?? 0;
  const calendar = target.calendar === undefined ? (policy.calendar ?? null) : target.calendar;
  const warnings = (target.warnings ?? policy.warnings ?? []).flatMap((key) => {
    const atMs = warningThreshold(key, targetMs);
    return atMs === null ? [] : [{ key, atMs }];
  });
  return {
    policyId: policy.id,
    targetMs,
    calendar: calendar === null ? null : (keys.get(calendar) ?? null),
    warnings: warnings.sort((left, right) => left.atMs - right.atMs),
    onWarning: target.onWarning ?? policy.onWarning ?? [],
    onBreach: target.onBreach ?? policy.onBreach ?? [],
  };
}
