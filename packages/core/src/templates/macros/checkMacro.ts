import { requireActiveAgent, requireActiveTeam } from "../../agents/index.ts";
import { casesState, checkFieldChanges } from "../../cases/index.ts";
import { SupportError } from "../../errors/index.ts";
import type { Read } from "../../kernel/index.ts";
import { catalogueOf } from "../catalogueOf.ts";
import { type MacroRow, templates } from "../schema.ts";
import { templatesState } from "../state.ts";

export type MacroValues = Pick<MacroRow, "name" | "reply" | "note" | "changes">;

/**
 * Validates the texts of a macro like templates, and its changes against the desk's statuses, fields, agents and teams.
 * @throws SupportError TEMPLATE_INVALID, INVALID_INPUT, NOT_FOUND, AGENT_INACTIVE, ARCHIVED
 */
export async function checkMacro(read: Read, values: MacroValues): Promise<void> {
  const { name, reply, note, changes } = values;
  await checkTexts(read, values);
  const { settings, definitions } = read.use(casesState);
  const { statuses, fields } = await definitions.current(read);
  if (changes.status !== undefined) statuses.requireUsable(changes.status);
  if (changes.fields !== undefined) checkFieldChanges(settings, fields, changes.fields);
  if (reply === null && note === null && Object.keys(changes).length === 0)
    throw new SupportError(
      "INVALID_INPUT",
      `The macro "${name}" does nothing. Give it a reply, a note or changes.`,
    );
  if (typeof changes.assigneeId === "string") await requireActiveAgent(read, changes.assigneeId);
  if (typeof changes.teamId === "string") await requireActiveTeam(read, changes.teamId);
  if (reply?.from === "template") await requireReply(read, name, reply.key);
}

async function checkTexts(read: Read, { name, reply, note }: MacroValues): Promise<void> {
  const { compiler, kinds } = read.use(templatesState);
  const catalogue = await catalogueOf(read, kinds.reply);
  const label = `macro "${name}"`;
  if (reply?.from === "text") {
    const { text, html } = reply;
    compiler.check({ subject: null, text, html }, label, catalogue);
  }
  if (note !== null) compiler.check({ subject: null, text: note, html: null }, label, catalogue);
}

async function requireReply(read: Read, name: string, key: string): Promise<void> {
  const template = await read.findOne(templates, { field: "key", is: key });
  const kind = template?.kind ?? read.use(templatesState).lookup.kindOf(key);
  if (kind === "reply") return;
  throw new SupportError(
    kind === undefined ? "NOT_FOUND" : "INVALID_INPUT",
    kind === undefined
      ? `The macro "${name}" replies with the template "${key}", which does not exist. Save the template first.`
      : `The macro "${name}" replies with the template "${key}", which is of the kind ${kind}. Use one of the kind reply.`,
    { details: { key } },
  );
}
