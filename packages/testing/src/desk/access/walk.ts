import type { Actor } from "@heedkit/core";
import { commands } from "../harness/commands/index.ts";
import type { Furniture } from "../harness/furnish.ts";
import { asUntyped, type TestDesk } from "../harness/openDesk.ts";
import type { Caller } from "./callers.ts";
import { type Attempt, attempt, outcomes } from "./outcome.ts";
import { removeAll } from "./removal.ts";
import type { Mark, RewindingStorage } from "./rewinding.ts";

export interface Walk {
  /** What came out of each operation, by its name: on one's own, others', another tenant's, and what was removed. */
  readonly cells: ReadonlyMap<string, string>;
  /** Calls that told a caller what isn't for them. */
  readonly leaks: readonly string[];
}

/** What customers are shown of the desk's settings, whoever they are. */
const forAllCustomers = new Set(["statuses.list", "fields.list"]);

/** Calls every operation as one kind of caller, each on the same state of the desk. */
export async function walk(
  { support, settled }: TestDesk,
  { mark, rewind }: RewindingStorage,
  furnished: Mark,
  ids: Furniture,
  caller: Caller,
): Promise<Walk> {
  await rewind(furnished);
  const { own, other, elsewhere } = await caller.settle(support, support.tenant("south"), ids);
  const whole = await mark();
  const removedIds = await removeAll(support, ids);
  const removed = await mark();

  const each = async (state: Mark, tenantId: string, actor: Actor, named: Furniture) => {
    const attempts = new Map<string, Attempt>();
    for (const [path, command] of Object.entries(commands)) {
      await rewind(state);
      const acting = asUntyped(support.tenant(tenantId), actor);
      attempts.set(path, await settled(attempt(command, acting, named)));
    }
    return attempts;
  };
  const onOwn = await each(whole, "north", own, ids);
  const onOthers = await each(whole, "north", other, ids);
  const onAnother = await each(whole, "south", elsewhere, ids);
  const onRemoved = await each(removed, "north", own, removedIds);

  const leaks = [
    ...telling(onAnother, "of another tenant"),
    ...(caller.isOutsider === true ? telling(onOthers, "of somebody else") : []),
    ...(caller.isShutOut === true ? telling(onRemoved, "after they were removed") : []),
  ];
  const cells = Object.keys(commands).map(
    (path) => [path, cellOf([onOwn, onOthers, onAnother, onRemoved].map((one) => one.get(path)))] as const,
  );
  return { cells: new Map(cells), leaks: leaks.map((leak) => `${caller.name}: ${leak}`) };
}

function telling(attempts: ReadonlyMap<string, Attempt>, what: string): readonly string[] {
  return [...attempts]
    .filter(([path, { isTelling }]) => isTelling && !forAllCustomers.has(path))
    .map(([path]) => `${path} tells ${what}`);
}

/** Four signs, or one where all are the same. */
function cellOf(attempts: readonly (Attempt | undefined)[]): string {
  const signs = attempts.map((one, at) => {
    if (one === undefined) throw new Error("An operation was not called everywhere.");
    const isUnrelated = at === 2 && !one.isRelated && one.outcome !== "FORBIDDEN";
    return outcomes[isUnrelated ? "unrelated" : one.outcome].sign;
  });
  const different = new Set(signs.filter((sign) => sign !== outcomes.unrelated.sign));
  const [only = ""] = different;
  return different.size === 1 ? only : signs.join("");
}
