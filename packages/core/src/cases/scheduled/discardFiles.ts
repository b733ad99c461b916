import type { Transaction } from "../../kernel/index.ts";
import type { ScheduledReplyRow } from "./schema.ts";

/** Frees the files of a reply that will not be sent with them. */
export async function discardFiles(
  tx: Transaction,
  { attachments }: Pick<ScheduledReplyRow, "attachments">,
): Promise<void> {
  for (const { source } of attachments) if (source.from === "blob") await tx.unstage(source.key);
}
