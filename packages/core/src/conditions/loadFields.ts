import type { CaseRow } from "../cases/index.ts";
import { profileOf } from "../customers/index.ts";
import { askSources, type FailedSource, type Read } from "../kernel/index.ts";
import type { ConditionFieldSubject } from "./field.ts";
import { requireLoaded } from "./loadedValue.ts";

/** Loaded values by the name of their field. */
type Values = ReadonlyMap<string, unknown>;

/** What plugins loaded for some cases. */
export interface LoadedFields {
  /** By case id. */
  readonly values: ReadonlyMap<string, Values>;
  /** Fields that could not be loaded for some or all of the cases, which have no value of them: not even null. */
  readonly failed: readonly FailedSource[];
}

const casesInBatch = 100;

/**
 * Fields that failed in a commit, so that it waits for a slow plugin once, however many events and cases it has. By attempt:
 * one that is repeated asks again.
 */
const failedIn = new WeakMap<object, Map<string, FailedSource>>();

/** Loads those of the named fields that plugins bring, side by side, in batches. One that fails is reported. */
export async function loadFields(
  read: Read,
  names: ReadonlySet<string>,
  found: readonly CaseRow[],
): Promise<LoadedFields> {
  const values = new Map(found.map(({ id }) => [id, new Map<string, unknown>()]));
  const failures = failedIn.get(read.commit) ?? new Map<string, FailedSource>();
  failedIn.set(read.commit, failures);
  for (let at = 0; at < found.length; at += casesInBatch) {
    const subjects = await subjectsOf(read, found.slice(at, at + casesInBatch));
    const { answers, failed } = await askSources(
      read,
      "condition",
      async (field, own, signal) => requireLoaded(field, subjects, await field.load(own, subjects, signal)),
      {
        what: "condition field",
        inOwnName: true,
        isAsked: ({ name }) => names.has(name) && !failures.has(name),
      },
    );
    for (const failure of failed) failures.set(failure.source, failure);
    for (const { source, answer } of answers)
      for (const [caseId, value] of answer) values.get(caseId)?.set(source, value);
  }
  return { values, failed: [...failures.values()].filter(({ source }) => names.has(source)) };
}

function subjectsOf(read: Read, found: readonly CaseRow[]): Promise<readonly ConditionFieldSubject[]> {
  return Promise.all(
    found.map(async (row) => ({ case: row, customer: await profileOf(read, row.customerId) })),
  );
}
