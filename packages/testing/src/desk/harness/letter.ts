import type { Address, InboundMessage, InboundReceipt } from "@heedkit/core";

export const ada: Address = { kind: "email", value: "ada@example.com", name: "Ada" };
export const mallory: Address = { kind: "email", value: "mallory@example.com", name: "Mallory" };

/** Somebody with an address that is new to the desk. */
export const person = (name: string): Address => ({
  kind: "email",
  value: `${name.toLowerCase()}@example.com`,
  name,
});

/** A person's identity, without the name. */
export const identityOf = ({ kind, value }: Address) => ({ kind, value });

/** A message from Ada, unless overridden. */
export function letter(values: Partial<InboundMessage> = {}): InboundMessage {
  const text = values.text ?? "Where is my order?";
  return {
    kind: "message",
    externalId: null,
    from: ada,
    to: [],
    cc: [],
    subject: "My order",
    html: null,
    newText: text,
    attachments: [],
    sentAt: null,
    threadHints: [],
    automatic: null,
    ...values,
    text,
  };
}

/** A program's message, such as an out-of-office reply. */
export function outOfOffice(values: Partial<InboundMessage> = {}): InboundMessage {
  const automatic = { reason: "out-of-office", evidence: "Auto-Submitted: auto-replied" } as const;
  return letter({ text: "I am away.", automatic, ...values });
}

/** Thread hints of an answer to messages, newest first. */
export function answering(...externalIds: readonly string[]): Pick<InboundMessage, "threadHints"> {
  return { threadHints: externalIds.map((externalId) => ({ by: "reference", externalId })) };
}

/** A provider's proven receipt for a message, for Ada unless somebody else is named. */
export function news(
  externalId: string,
  state: InboundReceipt["state"],
  permanence: InboundReceipt["permanence"] = null,
  recipient: Address | null = ada,
): InboundReceipt {
  return {
    kind: "receipt",
    externalId,
    state,
    proven: true,
    recipient,
    permanence,
    detail: `${state} says the provider`,
  };
}
