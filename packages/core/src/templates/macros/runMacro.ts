import {
  addressesOf,
  applyChanges,
  authorOf,
  type CaseRow,
  casesState,
  insertMessage,
  refuseMerged,
  refuseUnseen,
  requireCase,
  sendReply,
} from "../../cases/index.ts";
import { takeAutomaticSlot } from "../../delivery/index.ts";
import type { Transaction } from "../../kernel/index.ts";
import { plainSubject } from "../plainWords.ts";
import { fillIn, renderFor, topicOf } from "../render.ts";
import type { MacroRow } from "../schema.ts";
import type { Source } from "../source.ts";
import { templatesState } from "../state.ts";
import { requireUsableMacro } from "./requireMacro.ts";

export interface MacroRun {
  readonly macroId: string;
  readonly caseId: string;
  readonly seenMessageId?: string | undefined;
  readonly expectedVersion?: number | undefined;
}

/**
 * Applies a macro inside a transaction. A reply by the desk itself, as in an action of a policy, is automatic: it stops
 * no clock, and is skipped if the limits on automatic messages are reached.
 */
export async function runMacro(tx: Transaction, run: MacroRun): Promise<CaseRow> {
  const cases = tx.use(casesState);
  const macro = await requireUsableMacro(tx, run.macroId);
  const { caseId, seenMessageId, expectedVersion } = run;
  const before = await requireCase(tx, caseId);
  refuseMerged(before);
  // Without changes this is only the version check: the reply below creates a newer version.
  if (expectedVersion !== undefined) await applyChanges(tx, cases, { caseId, expectedVersion });
  if (seenMessageId !== undefined && macro.reply !== null) await refuseUnseen(tx, before, seenMessageId);
  // Both are rendered before anything changes: they describe the case as the agent saw it.
  const reply = macro.reply === null ? null : await replyOf(tx, macro, before);
  const note = macro.note === null ? null : await fillInOwn(tx, macro.name, macro.note, null, before);

  if (reply !== null) await send(tx, before, reply);
  await applyChanges(tx, cases, { ...macro.changes, caseId });
  if (note !== null) {
    const message = insertMessage(tx, before, { text: note.text, ...authorOf(tx), direction: "note" });
    const data = { caseId, messageId: message.id };
    tx.emit("case.noted", { caseId, customerId: before.customerId }, data);
  }
  tx.emit("macro.applied", { caseId, customerId: before.customerId }, { macroId: macro.id, caseId });
  return requireCase(tx, caseId);
}

async function replyOf(tx: Transaction, { name, reply }: MacroRow, found: CaseRow): Promise<Source> {
  if (reply?.from === "template") {
    const topic = await topicOf(tx, { caseId: found.id });
    return renderFor(tx, { key: reply.key, locale: null, variables: {} }, topic);
  }
  return fillInOwn(tx, name, reply?.text ?? "", reply?.html ?? null, found);
}

/** Renders a text of the macro itself, which is assumed to be in the desk's language. */
async function fillInOwn(
  tx: Transaction,
  name: string,
  text: string,
  html: string | null,
  found: CaseRow,
): Promise<Source> {
  const { compiler, kinds } = tx.use(templatesState);
  const topic = await topicOf(tx, { caseId: found.id });
  const compiled = compiler.compile({ subject: null, text, html }, `macro "${name}"`, kinds.reply.shape);
  return fillIn(tx, compiled, topic.voice.locale, topic, {});
}

async function send(tx: Transaction, found: CaseRow, reply: Source): Promise<void> {
  const cases = tx.use(casesState);
  const { subject, text, html } = reply;
  const content = { ...(subject === null ? {} : { subject }), text, html };
  if (tx.actor.kind !== "system") {
    await sendReply(tx, cases, found, { ...content, ...authorOf(tx) });
    return;
  }
  const channel = cases.channels.get(found.channelId);
  const [recipient] = channel === undefined ? [] : await addressesOf(tx, found, channel);
  if (recipient === undefined) return;
  if (!(await takeAutomaticSlot(tx, { recipient, caseId: found.id, brandNew: false }))) return;
  const message = {
    ...content,
    subject: subject ?? plainSubject(found.subject),
    to: [{ ...recipient, name: null }],
    ...authorOf(tx),
    automatic: "macro",
  };
  await sendReply(tx, cases, found, message);
}
