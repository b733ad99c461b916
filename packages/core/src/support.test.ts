import { expect, test } from "vitest";
import { createSupport } from "./index.ts";
import { memoryStorage } from "./memory/index.ts";
import type { Channel, InboundMessage, OutboundMessage } from "./ports/index.ts";

/** A channel whose raw bytes are the event itself as JSON, and that records what it is asked to deliver. */
function jsonChannel(sent: OutboundMessage[]): Channel {
  return {
    specVersion: 1,
    id: "letters",
    kind: "email",
    capabilities: {
      receive: true,
      deliver: true,
      html: true,
      attachments: false,
      subject: true,
      listens: false,
    },
    parse: async ({ body }) => [JSON.parse(new TextDecoder().decode(body))],
    deliver: async (message) => {
      sent.push(message);
      return { externalId: `<${message.messageId}@desk>`, refused: [], detail: "250 taken" };
    },
  };
}

const letter = (values: Partial<InboundMessage>): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      kind: "message",
      externalId: null,
      from: { kind: "email", value: "ada@example.com", name: "Ada" },
      to: [],
      cc: [],
      subject: "Where is my order?",
      text: "Hello",
      html: null,
      newText: "Hello",
      attachments: [],
      sentAt: null,
      threadHints: [],
      automatic: null,
      ...values,
    }),
  );

test("a message becomes a case, is answered, and the reply comes back into it", async () => {
  const sent: OutboundMessage[] = [];
  const support = await createSupport({ storage: memoryStorage(), channels: [jsonChannel(sent)] });
  const raw = (values: Partial<InboundMessage>, dedupeKey: string) => ({
    body: letter(values),
    dedupeKey,
    receivedAt: 0,
    metadata: {},
  });
  const first = await support.receive("letters", raw({}, "1"));
  expect(first.outcome).toBe("accepted");
  const again = await support.receive("letters", raw({}, "1"));
  expect(again).toEqual({ ...first, outcome: "duplicate" });

  const [caseId = ""] = first.caseIds;
  const opened = await support.cases.get({ caseId });
  expect(opened.code).toBe("Case-1");
  const agent = await support.agents.create({ name: "Grace" });
  const asGrace = support.as({ kind: "agent", id: agent.id });
  await asGrace.cases.reply({ caseId, text: "It is on its way." });
  await support.tick();
  expect(sent).toMatchObject([
    { automatic: true, to: [{ value: "ada@example.com" }], trackingCode: "Case-1" },
    { authorName: "Grace", to: [{ value: "ada@example.com" }], trackingCode: "Case-1" },
  ]);

  const second = await support.receive("letters", raw({ subject: "Re: CASE-1 thanks" }, "2"));
  expect(second.caseIds).toEqual([caseId]);
  await asGrace.cases.solve({ caseId });
  const { rows } = await support.cases.messages({ caseId });
  expect(rows.map(({ direction }) => direction)).toEqual(["in", "out", "out", "in"]);
  expect((await support.cases.get({ caseId })).category).toBe("solved");
});
