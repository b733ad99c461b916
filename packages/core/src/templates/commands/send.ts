import * as z from "zod";
import { requireCase } from "../../cases/index.ts";
import { defineCommand, reference, shape } from "../../kernel/index.ts";
import { keyInput, variablesInput, wantedLocale } from "../inputs.ts";
import { sendAutomatically } from "../sendAutomatically.ts";

const input = z.strictObject({
  caseId: reference("case"),
  key: keyInput,
  locale: wantedLocale,
  variables: variablesInput,
});

const sent = z.object({
  messageId: z.string().nullable().describe("Null: nothing was sent, for the reason given."),
  withheld: z
    .enum(["capped", "unreachable", "spam"])
    .nullable()
    .describe(
      "Why nothing was sent: a limit on automatic messages, no address, a channel that can't deliver, or spam.",
    ),
});

/** The outcome of an automatic message. */
export interface SentTemplate extends Readonly<z.output<typeof sent>> {}

/**
 * Sends a template to the requester of a case as an automatic message. It is marked as such, counts towards the limits
 * on automatic messages, and is not a reply, so no clock stops. For notices and questions by the desk and plugins.
 *
 * @throws SupportError NOT_FOUND, CASE_MERGED, TEMPLATE_FAILED; INVALID_INPUT for variables that its kind does not have
 */
export const send = defineCommand({
  name: "templates.send",
  summary: "Sends a template to the requester of a case as an automatic message.",
  input,
  output: shape("SentTemplate", sent),
  access: { permission: "cases.reply" },
  http: "POST /templates/{key}/send",
  async run(tx, { caseId, ...rendering }): Promise<SentTemplate> {
    return sendAutomatically(tx, await requireCase(tx, caseId), rendering);
  },
});
