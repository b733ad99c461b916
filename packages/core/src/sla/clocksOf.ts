import type { Read } from "../kernel/index.ts";
import type { Cursor } from "../ports/index.ts";
import { cursorOf } from "../rows/index.ts";
import { type ClockRow, slaClocks } from "./schema.ts";

const pageSize = 1_000;
const orderBy = [{ field: "startedAt" }] as const;

/** All clocks of a case, oldest first. */
export async function clocksOf(read: Pick<Read, "find">, caseId: string): Promise<readonly ClockRow[]> {
  const all: ClockRow[] = [];
  let after: Cursor | undefined;
  do {
    const where = { field: "caseId", is: caseId } as const;
    const query = { where, orderBy, limit: pageSize };
    const page = await read.find(slaClocks, after === undefined ? query : { ...query, after });
    all.push(...page);
    const last = page.length < pageSize ? undefined : page.at(-1);
    after = last === undefined ? undefined : cursorOf(last, orderBy);
  } while (after !== undefined);
  return all;
}
