import * as vitest from "vitest";

type Body = () => unknown;
type Skippable = (title: string, body: Body) => void;

/** A group of checks that were gathered instead of being handed to vitest. */
export interface CheckGroup {
  readonly title: string;
  readonly before: Body[];
  readonly after: Body[];
  readonly checks: { readonly title: string; readonly body: Body | null }[];
  readonly groups: CheckGroup[];
}

/** The group that is being gathered; null: what is registered goes to vitest. Registering never awaits. */
let gathering: CheckGroup | null = null;

const emptyGroup = (title: string): CheckGroup => ({ title, before: [], after: [], checks: [], groups: [] });

/** Calls `register` and returns what it registered, which vitest then does not see. */
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

/** Whether what is registered now is gathered, and vitest does not see it. */
export function isGathering(): boolean {
  return gathering !== null;
}

/** A group of checks: of vitest, or gathered. `timeoutMs`: how long each may take in vitest. */
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
  if (gathering !== null) gathering.checks.push({ title, body });
  else if (body === null) vitest.test.skip(title);
  else vitest.test(title, async () => void (await body()));
}

/** One check. `test.needs(is, what)` skips it where the subject can't do what it is about, and says so in its title. */
export const test: Skippable & { needs(is: boolean, what: string): Skippable } = Object.assign(
  (title: string, body: Body) => register(title, body),
  {
    needs: (is: boolean, what: string) => (title: string, body: Body) =>
      is ? register(title, body) : register(`${title} (skipped: ${what})`, null),
  },
);

/** Before the checks of the group. */
export function beforeAll(body: Body): void {
  if (gathering !== null) gathering.before.push(body);
  else vitest.beforeAll(async () => void (await body()));
}

/** After the checks of the group, also where they failed. */
export function afterAll(body: Body): void {
  if (gathering !== null) gathering.after.push(body);
  else vitest.afterAll(async () => void (await body()));
}

export { expect } from "vitest";
