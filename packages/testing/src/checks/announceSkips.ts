import * as vitest from "vitest";
import { type CheckGroup, gather } from "./checks.ts";

/** Registers a suite with vitest and prints once how many of its checks are skipped, and for lack of what. */
export function announceSkips(name: string, suite: () => void): void {
  const reasons = new Map<string, number>();
  let total = 0;
  const count = ({ checks, groups }: CheckGroup): void => {
    for (const { title, body } of checks) {
      total += 1;
      const [, reason] = body === null ? (/\(skipped: (.*)\)$/.exec(title) ?? []) : [];
      if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    groups.forEach(count);
  };
  count(gather(suite));
  const skipped = [...reasons.values()].reduce((sum, each) => sum + each, 0);
  if (skipped === 0) return;
  const why = [...reasons].map(([reason, times]) => `${times} ${reason}`).join(", ");
  vitest.afterAll(() => console.info(`${name}: ${skipped} of ${total} checks skipped: ${why}.`));
}
