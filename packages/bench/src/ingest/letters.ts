import type { Channel, InboundMessage, RawInbound } from "@heedkit/core";

const words =
  "order parcel refund invoice account password delivery address colour size broken late thanks please could number yesterday website payment card".split(
    " ",
  );

/** The `index`-th of an endless, repeatable series of mails, each from a different customer. */
export function letter(index: number): InboundMessage {
  const text = Array.from(
    { length: 90 },
    (_, at) => words[(index * 31 + at * 17 + ((at * at) % 7)) % words.length],
  ).join(" ");
  return {
    kind: "message",
    externalId: `<letter-${index}@customers.example>`,
    from: { kind: "email", value: `customer-${index}@customers.example`, name: `Customer ${index}` },
    to: [{ kind: "email", value: "support@desk.example", name: null }],
    cc: [],
    subject: `About my ${words[index % words.length]} of ${words[(index * 7) % words.length]}`,
    text,
    html: null,
    newText: text,
    attachments: [],
    sentAt: null,
    threadHints: [],
    automatic: null,
    language: "en",
  };
}

/** Mails made beforehand, so that making them is not measured. */
const ready = new Map<number, InboundMessage>();

/** The letter as a provider delivers it: the sender's words with headers around them. */
export function rawLetter(index: number): RawInbound {
  const prepared = letter(index);
  ready.set(index, prepared);
  const { from, subject, text } = prepared;
  const body = new TextEncoder().encode(`From: ${from.value}\r\nSubject: ${subject}\r\n\r\n${text}\r\n`);
  return { body, dedupeKey: `1:${index}`, receivedAt: Date.now(), metadata: { index: String(index) } };
}

/** A channel that costs nothing: it knows the mails beforehand and delivers nowhere. */
export const lettersChannel: Channel = {
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
  async parse({ metadata }) {
    const index = Number(metadata.index);
    const message = ready.get(index) ?? letter(index);
    ready.delete(index);
    return [message];
  },
  deliver: async ({ messageId }) => ({
    externalId: `<${messageId}@desk.example>`,
    refused: [],
    detail: null,
  }),
};
