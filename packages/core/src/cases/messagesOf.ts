import type { Transaction } from "../kernel/index.ts";
import type { Cursor } from "../ports/index.ts";
import { cursorOf } from "../rows/index.ts";
import { type CaseRow, type MessageRow, messages } from "./schema.ts";
import { inTurnOrder } from "./turns.ts";

/** Messages read at a time. */
const page = 1_000;
const orderBy = [{ field: "at" }, { field: "id" }] as const;

/** All messages of a case, in commit order. */
export async function messagesOf(
  tx: Pick<Transaction, "find">,
  { id }: Pick<CaseRow, "id">,
): Promise<readonly MessageRow[]> {
  const all: MessageRow[] = [];
  let from: Cursor | null = null;
  for (;;) {
    const where = { field: "caseId", is: id } as const;
    const after: { readonly after?: Cursor } = from === null ? {} : { after: from };
    const found: readonly MessageRow[] = await tx.find(messages, { where, orderBy, limit: page, ...after });
    all.push(...found);
    const last = found.at(-1);
    if (last === undefined || found.length < page) return inTurnOrder(all);
    from = cursorOf(last, orderBy);
  }
}
