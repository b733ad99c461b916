import { SupportError } from "@heedkit/core";
import type { EmailChannel } from "./diagnosis/diagnosingChannel.ts";
import type { EmailChannelOptions } from "./options.ts";

/** Stands in for a channel that can't be made from its options: it says what is wrong with them, and does nothing else. */
export function unusableChannel(options: unknown, problems: readonly string[]): EmailChannel {
  const given: Partial<EmailChannelOptions> = typeof options === "object" && options !== null ? options : {};
  const id = typeof given.id === "string" && given.id !== "" ? given.id : "email";
  const refuse = async (): Promise<never> => {
    throw new SupportError(
      "INVALID_CONFIGURATION",
      `The e-mail channel "${id}" can't be created from these options: ${problems.join(" ")}`,
      { details: { problems } },
    );
  };
  return {
    specVersion: 1,
    problems,
    id,
    kind: "email",
    capabilities: {
      receive: true,
      deliver: given.smtp !== undefined,
      html: true,
      attachments: true,
      subject: true,
      listens: given.listen !== undefined || given.imap !== undefined,
    },
    verify: refuse,
    parse: refuse,
    diagnose: refuse,
    start: refuse,
    deliver: refuse,
  };
}
