import { SupportError } from "../../errors/index.ts";
import { safeFileName } from "../../html/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import { attach, freeFiles } from "../attachments.ts";
import type { NewAttachment } from "../inputs.ts";
import type { Attachment } from "../schema.ts";
import { casesState } from "../state.ts";

/** Files of one draft. */
export const mostFiles = 50;

export interface FileChanges {
  readonly add: readonly NewAttachment[];
  /** Keys of those that go. */
  readonly remove: readonly string[];
}

/**
 * The files of a draft after a change. @throws SupportError NOT_FOUND for a key that it doesn't have; INVALID_INPUT for
 * more than 50; MESSAGE_TOO_LARGE
 */
export async function changeFiles(
  tx: Transaction,
  held: readonly Attachment[],
  { add, remove }: FileChanges,
): Promise<readonly Attachment[]> {
  const unknown = remove.filter((key) => !held.some((file) => keyOf(file) === key));
  if (unknown.length > 0)
    throw new SupportError(
      "NOT_FOUND",
      `The draft has no file ${unknown.map((key) => `"${key}"`).join(", ")}.`,
    );
  const kept = held.filter((file) => !remove.includes(keyOf(file) ?? ""));
  if (kept.length + add.length > mostFiles)
    throw new SupportError("INVALID_INPUT", `addAttachments: a draft can have at most ${mostFiles} files.`);
  refuseTooLarge(tx, kept, add);
  const added = await attach(tx, add);
  await freeFiles(
    tx,
    held.filter((file) => !kept.includes(file)),
  );
  return [...kept, ...added.map((file) => ({ ...file, name: safeFileName(file.name) }))];
}

/** All files of a draft count together: it is to go out as one message. */
function refuseTooLarge(tx: Transaction, kept: readonly Attachment[], add: readonly NewAttachment[]): void {
  const { maxAttachmentBytes: limit } = tx.use(casesState).settings;
  const size =
    kept.reduce((sum, file) => sum + file.size, 0) + add.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (add.length === 0 || size <= limit) return;
  throw new SupportError(
    "MESSAGE_TOO_LARGE",
    `The files of the draft have ${size} bytes together; at most ${limit} are taken. Remove some, or raise cases.maxAttachmentBytes.`,
    { details: { size, limit } },
  );
}

export function keyOf({ source }: Attachment): string | null {
  return source.from === "blob" ? source.key : null;
}
