import type { DefinitionsCache, Transaction } from "../../kernel/index.ts";
import type { CaseDefinitions } from "../definitions/caseDefinitions.ts";
import type { CaseRow, StatusCategory } from "../schema.ts";
import type { StatusBook } from "./book.ts";
import { type StatusRow, statuses } from "./schema.ts";

/** The columns of a case that say its status. */
type InStatus = Pick<CaseRow, "status" | "category">;

/** The default status of a category. */
export async function defaultStatus(
  tx: Transaction,
  { definitions }: { readonly definitions: DefinitionsCache<CaseDefinitions> },
  category: StatusCategory,
): Promise<InStatus> {
  const book = (await definitions.current(tx)).statuses;
  return useStatus(tx, book, book.defaultOf(category));
}

/**
 * Gives a case a status. The first use is recorded in the same commit, so that it conflicts with a concurrent change of
 * the category.
 */
export function useStatus(
  tx: Transaction,
  book: StatusBook,
  status: StatusRow,
): InStatus | Promise<InStatus> {
  const { key, category, source, used } = status;
  if (source === "code" || used || book.seenUsed.has(key)) return { status: key, category };
  return firstUse(tx, book, status);
}

async function firstUse(tx: Transaction, book: StatusBook, { key, category }: StatusRow): Promise<InStatus> {
  const row = await tx.get(statuses, key);
  if (row === null) return { status: key, category };
  if (!row.used) tx.update(statuses, row, { used: true });
  else if (!tx.seesUncommitted(statuses)) book.seenUsed.add(key);
  // The cached copy may be older than the last edit.
  return { status: key, category: row.category };
}
