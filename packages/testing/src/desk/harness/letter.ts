import type { Address, InboundMessage, InboundReceipt } from "@heedkit/core";

export const ada: Address = { kind: "email", value: "ada@example.com", name: "Ada" };
export const mallory: Address = { kind: "email", value: "mallory@example.com", name: "Mallory" };

/** How the desk knows somebody, without the name. */
export const identityOf = ({ kind, value }: Address) => ({ kind, value });

/** A message from Ada, but for what is said otherwise. */
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

/** A machine's message, such as an out-of-office. */
export function outOfOffice(values: Partial<InboundMessage> = {}): InboundMessage {
  const automatic = { reason: "out-of-office", evidence: "Auto-Submitted: auto-replied" } as const;
  return letter({ text: "I am away.", automatic, ...values });
}

/** Thread hints of an answer to messages, newest first. */
export function answering(...externalIds: readonly string[]): Pick<InboundMessage, "threadHints"> {
  return { threadHints: externalIds.map((externalId) => ({ by: "reference", externalId })) };
}

/** A provider's proven news about a message, as far as Ada gets it unless somebody else is named. */
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
