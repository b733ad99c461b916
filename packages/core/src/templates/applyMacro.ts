import {
  addressesOf,
  applyChanges,
  authorOf,
  type Case,
  cases,
  insertMessage,
  refuseMerged,
  refuseUnseen,
  requireCase,
  sendReply,
} from "../cases/index.ts";
import { SupportError } from "../errors/index.ts";
import { authorize, type Context, parseInput, type Transaction, transactOnce } from "../kernel/index.ts";
import type { TakeAutomaticSlot } from "./acknowledgement.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Compiler, Source } from "./compile.ts";
import { type ApplyMacroInput, applyMacroInput } from "./inputs.ts";
import { plainSubject } from "./plainWords.ts";
import { fillIn, type RenderDeps, renderFor } from "./render.ts";
import { type Macro, macros } from "./schema.ts";

/** What running a macro needs. */
export interface MacroDeps extends RenderDeps {
  readonly compiler: Compiler;
  readonly catalogue: Catalogue;
  readonly takeAutomaticSlot: TakeAutomaticSlot;
}

export interface MacroRun {
  readonly macroId: string;
  readonly caseId: string;
  readonly seenMessageId?: string | undefined;
  readonly expectedVersion?: number | undefined;
}

/**
 * Applies a macro to a case: reply, changes and note are one commit.
 *
 * @throws SupportError NOT_FOUND, FORBIDDEN, NEWER_CUSTOMER_MESSAGE, INVALID_TRANSITION, TEMPLATE_FAILED
 * @throws ConflictError when `expectedVersion` is not the case's any more
 */
export async function applyMacro(context: Context, deps: MacroDeps, input: ApplyMacroInput): Promise<Case> {
  const { idempotencyKey: key, ...run } = parseInput(applyMacroInput, input, "macros.apply");
  await authorize(context, "cases.write");
  const once = { command: "macros.apply", key, input, table: cases };
  return transactOnce(context, once, async (tx) => {
    const macro = await requireMacro(tx, run.macroId);
    if (macro.reply !== null) await authorize(context, "cases.reply");
    if (macro.note !== null) await authorize(context, "notes.write");
    return runMacro(tx, deps, run);
  });
}

/**
 * The same inside a transaction, for reactions and sweeps such as those of the SLA. What the desk itself replies is
 * automatic: it stops no clock, and is left out when the caps on automatic messages are reached.
 */
export async function runMacro(tx: Transaction, deps: MacroDeps, run: MacroRun): Promise<Case> {
  const macro = await requireMacro(tx, run.macroId);
  const { caseId, seenMessageId, expectedVersion } = run;
  const before = await requireCase(tx, caseId);
  refuseMerged(before);
  // Without changes this is the version check alone: the reply below makes a newer version.
  if (expectedVersion !== undefined) await applyChanges(tx, deps.cases, { caseId, expectedVersion });
  if (seenMessageId !== undefined && macro.reply !== null) await refuseUnseen(tx, before, seenMessageId);
  // Both are filled in before anything changes: they speak of the case as the agent saw it.
  const reply = macro.reply === null ? null : await replyOf(tx, deps, macro, before);
  const note = macro.note === null ? null : await fillInOwn(tx, deps, macro.name, macro.note, null, before);

  if (reply !== null) await send(tx, deps, before, reply);
  await applyChanges(tx, deps.cases, { ...macro.changes, caseId });
  if (note !== null) {
    const message = insertMessage(tx, before, { text: note.text, ...authorOf(tx), direction: "note" });
    const data = { caseId, messageId: message.id };
    tx.emit("case.noted", { caseId, customerId: before.customerId }, data);
  }
  tx.emit("macro.applied", { caseId, customerId: before.customerId }, { macroId: macro.id, caseId });
  return requireCase(tx, caseId);
}

/** @throws SupportError NOT_FOUND */
export async function requireMacro(tx: Transaction, macroId: string): Promise<Macro> {
  const macro = await tx.get(macros, macroId);
  if (macro !== null) return macro;
  throw new SupportError("NOT_FOUND", `There is no macro ${macroId}.`, { details: { macroId } });
}

async function replyOf(
  tx: Transaction,
  deps: MacroDeps,
  { name, reply }: Macro,
  found: Case,
): Promise<Source> {
  if (reply?.from === "template")
    return renderFor(tx, deps, { key: reply.key, locale: null, caseId: found.id });
  return fillInOwn(tx, deps, name, reply?.text ?? "", reply?.html ?? null, found);
}

/** Fills in a text that the macro holds itself, which is taken to be in the desk's language. */
function fillInOwn(
  tx: Transaction,
  deps: MacroDeps,
  name: string,
  text: string,
  html: string | null,
  found: Case,
): Promise<Source> {
  const source = { subject: null, text, html };
  const compiled = deps.compiler.compile(source, `macro "${name}"`, deps.catalogue.reply);
  return fillIn(tx, deps, compiled, deps.settings.locale, found);
}

async function send(tx: Transaction, deps: MacroDeps, found: Case, reply: Source): Promise<void> {
  const { subject, text, html } = reply;
  const content = { ...(subject === null ? {} : { subject }), text, html };
  if (tx.actor.kind !== "system") {
    await sendReply(tx, deps.cases, found, { ...content, ...authorOf(tx) });
    return;
  }
  const channel = deps.cases.channels.get(found.channelId);
  const [recipient] = channel === undefined ? [] : await addressesOf(tx, found, channel);
  if (recipient === undefined) return;
  if (!(await deps.takeAutomaticSlot(tx, { recipient, caseId: found.id, brandNew: false }))) return;
  const message = {
    ...content,
    subject: subject ?? plainSubject(found.subject),
    to: [{ ...recipient, name: null }],
    ...authorOf(tx),
    automatic: "macro",
  };
  await sendReply(tx, deps.cases, found, message);
}
