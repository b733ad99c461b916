import { SupportError } from "../errors/index.ts";
import type { Read, ReferenceRule } from "../kernel/index.ts";
import { isVisibleTo, standingOf, takesPart } from "./access.ts";
import { drafts, noDraft } from "./drafts/index.ts";
import { noCase } from "./lifecycle.ts";
import { scheduledReferences } from "./scheduled/requireReply.ts";
import { cases, messages } from "./schema.ts";
import { isWithinScope, withinCaseOf } from "./scope.ts";
import { noEntry, timeEntries } from "./timeEntries/index.ts";

/** How inputs refer to cases and messages. A customer's own are those of conversations they take part in. */
export const references: Readonly<Record<string, ReferenceRule>> = {
  case: {
    table: cases,
    async find(read, given) {
      if ((await read.get(cases, given)) !== null) return given;
      return (await read.findOne(cases, { field: "code", is: given }))?.id ?? null;
    },
    async isOwn(read, id) {
      const found = await read.get(cases, id);
      return read.actor.kind === "customer" && found !== null && takesPart(read, found, read.actor.id);
    },
    async isWithin(read, id, scope) {
      const found = await read.get(cases, id);
      return found !== null && isWithinScope(read, found, scope);
    },
    missing: noCase,
  },
  ...scheduledReferences,
  message: {
    table: messages,
    isOwn: seesMessage,
    isWithin: withinCaseOf(messages),
    missing: (messageId) =>
      new SupportError("NOT_FOUND", `There is no message ${messageId}.`, { details: { messageId } }),
  },
  draft: { isWithin: withinCaseOf(drafts), missing: noDraft },
  timeEntry: { isWithin: withinCaseOf(timeEntries), missing: noEntry },
};

async function seesMessage(read: Read, id: string): Promise<boolean> {
  const message = await read.get(messages, id);
  if (message === null || message.direction === "note" || read.actor.kind !== "customer") return false;
  const found = await read.get(cases, message.caseId);
  const standing = found === null ? null : await standingOf(read, found, read.actor.id);
  return standing !== null && standing !== "removed" && isVisibleTo(standing, message);
}
