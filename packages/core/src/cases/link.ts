import type { Read, Transaction } from "../kernel/index.ts";
import { type CaseLinkRow, caseLinks } from "./schema.ts";

/** Stages a link, or returns the existing one. */
export async function link(
  tx: Transaction,
  values: Pick<CaseLinkRow, "fromId" | "toId" | "kind" | "reason">,
): Promise<CaseLinkRow> {
  const { fromId, toId, kind } = values;
  const known = await findLink(tx, values);
  if (known !== null) return known;
  tx.emit("case.linked", { caseId: fromId }, { fromId, toId, kind });
  return tx.insert(caseLinks, values);
}

/** The link of a kind from one case to another; null where there is none. */
export function findLink(
  read: Pick<Read, "findOne">,
  { fromId, toId, kind }: Pick<CaseLinkRow, "fromId" | "toId" | "kind">,
): Promise<CaseLinkRow | null> {
  return read.findOne(caseLinks, {
    and: [
      { field: "fromId", is: fromId },
      { field: "toId", is: toId },
      { field: "kind", is: kind },
    ],
  });
}
