import type { OutboundMessage } from "@heedkit/core";

/** A reply to a customer, with what a test changes. */
export function outboundMessage(changes: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    tenantId: "default",
    messageId: "msg_01h455vb4pex5vsknk084sn02q",
    caseId: "cas_01h455vb4pex5vsknk084sn02q",
    trackingCode: "Case-6548",
    to: [{ kind: "email", value: "ann@customer.example", name: "Ann Lee" }],
    cc: [],
    authorName: null,
    brandName: null,
    from: null,
    subject: "My order",
    text: "It is on its way.",
    html: null,
    signature: null,
    attachments: [],
    automatic: false,
    references: [],
    ...changes,
  };
}
