import { type Channel, SupportError } from "@heedkit/core";
import { z } from "zod";

const letter = z.object({ from: z.email(), subject: z.string(), text: z.string() });

/** Messages as JSON: web processes receive them by POST, and customers get them the same way. */
export function jsonChannel(customersUrl: string): Channel {
  return {
    specVersion: 1,
    id: "web",
    kind: "web",
    capabilities: {
      receive: true,
      deliver: true,
      html: false,
      attachments: false,
      subject: true,
      listens: false,
    },

    async parse({ body, dedupeKey }) {
      const parsed = letter.safeParse(JSON.parse(new TextDecoder().decode(body)));
      if (!parsed.success) throw new SupportError("UNPARSEABLE", z.prettifyError(parsed.error));
      const { from, subject, text } = parsed.data;
      return [
        {
          kind: "message",
          externalId: dedupeKey,
          from: { kind: "email", value: from.toLowerCase(), name: null },
          to: [],
          cc: [],
          subject,
          text,
          html: null,
          newText: text,
          attachments: [],
          sentAt: null,
          threadHints: [],
          automatic: null,
        },
      ];
    },

    async deliver({ to, subject, text }, { idempotencyKey, signal }) {
      const body = JSON.stringify({ key: idempotencyKey, to: to[0]?.value, subject, text });
      const response = await fetch(customersUrl, { method: "POST", body, signal }).catch((cause: unknown) => {
        throw new SupportError("DELIVERY_UNAVAILABLE", "The customers can't be reached.", { cause });
      });
      if (!response.ok) throw new SupportError("DELIVERY_UNAVAILABLE", `They said ${response.status}.`);
      return { externalId: idempotencyKey, refused: [], detail: null };
    },
  };
}
