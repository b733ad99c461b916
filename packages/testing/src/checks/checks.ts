import * as vitest from "vitest";
import { explained } from "./explaining.ts";

type Body = () => unknown;
type Skippable = (title: string, body: Body) => void;

/** A group of checks that were collected instead of being registered with vitest. */
export interface CheckGroup {
  readonly title: string;
  readonly before: Body[];
  readonly after: Body[];
  readonly checks: { readonly title: string; readonly body: Body | null }[];
  readonly groups: CheckGroup[];
}

/** The group being collected; null: checks are registered with vitest. Registering never awaits. */
let gathering: CheckGroup | null = null;

const emptyGroup = (title: string): CheckGroup => ({ title, before: [], after: [], checks: [], groups: [] });

/** Calls `register` and returns what it registered, hidden from vitest. */
export function gather(register: () => void): CheckGroup {
  const outer = gathering;
  const group = emptyGroup("");
  gathering = group;
  try {
    register();
  } finally {
    gathering = outer;
  }
  return group;
}

/** Whether checks are currently collected, hidden from vitest. */
export function isGathering(): boolean {
  return gathering !== null;
}

/** A group of checks, for vitest or collected. `timeoutMs`: how long each may take in vitest. */
export function describe(title: string, body: () => void, timeoutMs?: number): void {
  if (gathering === null) {
    vitest.describe(title, timeoutMs === undefined ? {} : { timeout: timeoutMs }, body);
    return;
  }
  const outer = gathering;
  const group = emptyGroup(title);
  outer.groups.push(group);
  gathering = group;
  try {
    body();
  } finally {
    gathering = outer;
  }
}

function register(title: string, body: Body | null): void {
  const told = body === null ? null : explained(body);
  if (gathering !== null) gathering.checks.push({ title, body: told });
  else if (told === null) vitest.test.skip(title);
  else vitest.test(title, told);
}

/** One check. `test.needs(is, what)` skips it if the subject doesn't support what it tests, and says so in its title. */
export const test: Skippable & { needs(is: boolean, what: string): Skippable } = Object.assign(
  (title: string, body: Body) => register(title, body),
  {
    needs: (is: boolean, what: string) => (title: string, body: Body) =>
      is ? register(title, body) : register(`${title} (skipped: ${what})`, null),
  },
);

/** Runs before the checks of the group. */
export function beforeAll(body: Body): void {
  if (gathering !== null) gathering.before.push(body);
  else vitest.beforeAll(async () => void (await body()));
}

/** Runs after the checks of the group, even if they failed. */
export function afterAll(body: Body): void {
  if (gathering !== null) gathering.after.push(body);
  else vitest.afterAll(async () => void (await body()));
}

export { expect } from "vitest";
