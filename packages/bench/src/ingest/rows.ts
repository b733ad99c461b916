import type { Change, InsertChange, Storage } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { benchDesk } from "./benchDesk.ts";
import { lettersChannel, rawLetter } from "./letters.ts";

/** The rows that a desk writes for each of the next mails. */
export async function messageRows(): Promise<
  (count: number) => Promise<readonly (readonly InsertChange[])[]>
> {
  const commits: (readonly Change[])[] = [];
  const memory = memoryStorage();
  const recording: Storage = {
    ...memory,
    commit: async (changes) => {
      await memory.commit(changes);
      // What met a conflict is retried in a separate commit.
      commits.push(changes);
    },
  };
  const support = await benchDesk(recording);
  let next = 0;
  return async (count) => {
    commits.length = 0;
    for (let at = 0; at < count; at++) await support.receive(lettersChannel.id, rawLetter(next++));
    return commits.map((changes) => changes.filter((change) => change.kind === "insert").filter(isOfLetter));
  };
}

/** Excludes the upkeep that a desk schedules now and then: it waits once, and hand-written code would not remove it. */
function isOfLetter({ table, row }: InsertChange): boolean {
  return table.name !== "jobs" || row.kind !== "cases.foldCounts";
}

/** The name that a field or table has in a database. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
