import { SupportError } from "../errors/index.ts";
import { forbidden, type Read } from "../kernel/index.ts";
import { type ReminderRow, reminders } from "./schema.ts";

/**
 * Whose reminders a call is about: an agent's own, or those of others for whoever may manage agents.
 * @throws SupportError FORBIDDEN; INVALID_INPUT where nobody is named and no agent calls
 */
export async function agentOf(read: Read, agentId: string | undefined): Promise<string> {
  const { actor } = read;
  const whose = agentId ?? (actor.kind === "agent" ? actor.id : undefined);
  if (whose === undefined)
    throw new SupportError("INVALID_INPUT", "agentId: say who is to be reminded.", {
      details: { field: "agentId" },
    });
  if (!(await reaches(read, whose))) throw forbidden(read, "agents.write");
  return whose;
}

/** A reminder that the caller may see and change. Others' are not there for it. @throws SupportError NOT_FOUND */
export async function requireReminder(read: Read, reminderId: string): Promise<ReminderRow> {
  const reminder = await read.get(reminders, reminderId);
  if (reminder !== null && (await reaches(read, reminder.agentId))) return reminder;
  throw noReminder(reminderId);
}

async function reaches(read: Read, agentId: string): Promise<boolean> {
  const { actor } = read;
  return (actor.kind === "agent" && actor.id === agentId) || read.may("agents.write");
}

export function noReminder(reminderId: string): SupportError {
  return new SupportError("NOT_FOUND", `There is no reminder ${reminderId}.`, { details: { reminderId } });
}
