import { defineProcedure } from "../../kernel/index.ts";
import { redactionShape } from "../outputs.ts";
import { type Redaction, redactEvents, redactInput } from "../redact.ts";

/**
 * Erases the data of events. Also removes the salts with which the audit committed to it: what happened, when, by whom
 * and about which case stays, and the seal still holds. Runs in commits of 100 events, each of which records what it
 * erased in an event of its own. If interrupted, repeat the call to resume.
 *
 * The reason is kept forever: give a reference without personal data.
 *
 * @throws SupportError NOT_FOUND when one of `eventIds` does not exist.
 */
export const redact = defineProcedure({
  kind: "command",
  name: "audit.redact",
  summary: "Erases the data of events.",
  input: redactInput,
  output: redactionShape,
  access: { permission: "audit.manage" },
  http: "POST /audit/redact",
  run: (context, input): Promise<Redaction> => redactEvents(context, input),
});
