import { requireActiveAgent, requireTeam } from "../agents/index.ts";
import { type CasesDeps, parseFieldChanges, requireStatus } from "../cases/index.ts";
import { ConflictError, SupportError } from "../errors/index.ts";
import {
  authorize,
  type Context,
  parseId,
  parseInput,
  refuseTaken,
  type Transaction,
  transact,
  transactOnce,
} from "../kernel/index.ts";
import { requireMacro } from "./applyMacro.ts";
import type { TemplateChecks } from "./commands.ts";
import { type SaveMacroInput, saveMacroInput } from "./inputs.ts";
import { type Macro, macros, templates } from "./schema.ts";

/** What checking a macro needs. */
export interface MacroChecks extends TemplateChecks {
  readonly cases: CasesDeps;
}

/**
 * Saves a macro, having checked its texts like templates and its changes against the desk's statuses, fields, agents
 * and teams.
 *
 * @throws SupportError TEMPLATE_INVALID, INVALID_INPUT, NOT_FOUND
 * @throws ConflictError when `expectedVersion` is not the macro's any more
 */
export async function saveMacro(
  context: Context,
  checks: MacroChecks,
  input: SaveMacroInput,
): Promise<Macro> {
  await authorize(context, "templates.write");
  const {
    macroId,
    expectedVersion,
    idempotencyKey: key,
    ...values
  } = parseInput(saveMacroInput, input, "macros.save");
  checkTexts(checks, values);
  const { status, fields } = values.changes;
  if (status !== undefined) requireStatus(checks.cases.settings, status);
  if (fields !== undefined) parseFieldChanges(checks.cases.settings, fields);
  if (values.reply === null && values.note === null && Object.keys(values.changes).length === 0)
    throw new SupportError(
      "INVALID_INPUT",
      `The macro "${values.name}" does nothing. Give it a reply, a note or changes.`,
    );

  const once = { command: "macros.save", key, input, table: macros };
  return transactOnce(context, once, async (tx) => {
    await refuseTaken(tx, macros, "name", values.name, macroId);
    await checkReferences(tx, checks, values);
    const saved =
      macroId === undefined ? tx.insert(macros, values) : await change(tx, macroId, values, expectedVersion);
    tx.emit("macro.saved", {}, { macroId: saved.id });
    return saved;
  });
}

/** @throws SupportError NOT_FOUND */
export async function removeMacro(context: Context, macroId: string): Promise<void> {
  await authorize(context, "templates.write");
  parseId(macroId, "macros.remove");
  await transact(context, async (tx) => {
    tx.delete(macros, await requireMacro(tx, macroId));
    tx.emit("macro.removed", {}, { macroId });
  });
}

/** All macros by name. */
export async function listMacros(context: Context): Promise<readonly Macro[]> {
  await authorize(context, "templates.read");
  const { storage, tenantId } = context;
  const where = { field: "tenantId", is: tenantId } as const;
  return storage.find(macros, { where, orderBy: [{ field: "name" }], limit: 1_000 });
}

type Values = Pick<Macro, "name" | "reply" | "note" | "changes">;

function checkTexts({ compiler, catalogue }: MacroChecks, { name, reply, note }: Values): void {
  const label = `macro "${name}"`;
  if (reply?.from === "text") {
    const { text, html } = reply;
    compiler.check({ subject: null, text, html }, label, catalogue.reply);
  }
  if (note !== null) compiler.check({ subject: null, text: note, html: null }, label, catalogue.reply);
}

async function checkReferences(
  tx: Transaction,
  { shelf }: MacroChecks,
  { name, reply, changes }: Values,
): Promise<void> {
  if (typeof changes.assigneeId === "string") await requireActiveAgent(tx, changes.assigneeId);
  if (typeof changes.teamId === "string") await requireTeam(tx, changes.teamId);
  if (reply?.from !== "template") return;
  const { key } = reply;
  const template = await tx.findOne(templates, { field: "key", is: key });
  const kind = template?.kind ?? shelf.kindOf(key);
  if (kind === "reply") return;
  throw new SupportError(
    kind === undefined ? "NOT_FOUND" : "INVALID_INPUT",
    kind === undefined
      ? `The macro "${name}" replies with the template "${key}", and there is none. Save the template first.`
      : `The macro "${name}" replies with the template "${key}", which is of the kind ${kind}. Take one of the kind reply.`,
    { details: { key } },
  );
}

async function change(
  tx: Transaction,
  macroId: string,
  values: Values,
  expectedVersion: number | undefined,
): Promise<Macro> {
  const before = await requireMacro(tx, macroId);
  if (expectedVersion !== undefined && expectedVersion !== before.version) {
    const conflict = { changeIndex: 0, table: macros.name, id: macroId, reason: "expectation" } as const;
    throw new ConflictError({ ...conflict, constraint: "version" });
  }
  return tx.update(macros, before, values);
}
