import * as z from "zod";
import { isLocale, isTimeZone } from "../customers/index.ts";
import { idInput, lineInput, listOf, reference } from "../kernel/index.ts";
import { signatureInput } from "../signatures/index.ts";

/** The editable fields of an agent. */
export const profile = {
  name: lineInput(200).min(1),
  email: z.email().max(320).toLowerCase().nullable(),
  hostId: idInput.nullable().describe("The agent's id in the host application."),
  role: idInput.describe("Key of a role: admin, agent, collaborator, or one made at run time."),
  locale: lineInput(35)
    .refine(isLocale, "is not a BCP 47 language tag such as de-AT")
    .nullable()
    .describe("The agent's language, as a BCP 47 tag."),
  timeZone: lineInput(100)
    .refine(isTimeZone, "is not an IANA time zone such as Europe/Berlin")
    .nullable()
    .describe("IANA time zone, such as Europe/Berlin."),
  capacity: z.int().min(0).max(10_000).describe("How much work the agent takes at once, in routing weights."),
  teamIds: listOf(reference("team"), 100),
  signature: signatureInput
    .nullable()
    .describe("What ends the messages that the agent writes: a template. Default: that of the case's brand."),
};

/** A new agent, with defaults for all but the name. */
export const newAgent = z.strictObject({
  ...profile,
  email: profile.email.default(null),
  hostId: profile.hostId.default(null),
  role: profile.role.default("agent"),
  locale: profile.locale.default(null),
  timeZone: profile.timeZone.default(null),
  capacity: profile.capacity.default(100),
  teamIds: profile.teamIds.default([]),
  signature: profile.signature.default(null),
});
