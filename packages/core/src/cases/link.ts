import type { Read, Transaction } from "../kernel/index.ts";
import { type CaseLinkRow, caseLinks } from "./schema.ts";

/** Stages a link, or returns the existing one; a reason that is given replaces its own. */
export async function link(
  tx: Transaction,
  {
    reason,
    ...ends
  }: Pick<CaseLinkRow, "fromId" | "toId" | "kind"> & { readonly reason?: string | null | undefined },
): Promise<CaseLinkRow> {
  const { fromId } = ends;
  const known = await findLink(tx, ends);
  if (known === null) {
    tx.emit("case.linked", { caseId: fromId }, ends);
    return tx.insert(caseLinks, { ...ends, reason: reason ?? null });
  }
  if (reason === undefined || reason === known.reason) return known;
  tx.emit("case.linkUpdated", { caseId: fromId }, ends);
  return tx.update(caseLinks, known, { reason });
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
