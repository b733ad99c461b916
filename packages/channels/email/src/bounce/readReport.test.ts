import { expect, test } from "vitest";
import { parseEmail } from "../inbound/parseEmail.ts";
import { mailText } from "../testing/mailText.ts";
import { createKeyring } from "../threading/keyring.ts";
import { signedMessageId } from "../threading/messageId.ts";

const secret = "a secret that is long enough to be one";

const report = (type: string, ...parts: readonly string[]) =>
  mailText(
    {
      From: "MAILER-DAEMON@relay.example",
      "Content-Type": `multipart/report; report-type=${type}; boundary=b`,
    },
    `${["Content-Type: text/plain\n\nSorry.", ...parts].map((part) => `--b\n${part}\n`).join("")}--b--\n`,
  );
const status = (...groups: readonly string[]) =>
  `Content-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\n${groups.join("\n\n")}`;
const returned = (id: string) =>
  `Content-Type: text/rfc822-headers\n\nMessage-ID: <${id}>\nTo: ann@x.example`;

test("a bounce tells which message came back, to whom and why, and whether the address is dead", async () => {
  const group =
    "Final-Recipient: rfc822; Ann@X.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown";
  expect(await parseEmail(report("delivery-status", status(group), returned("one@shop.example")))).toEqual([
    {
      kind: "receipt",
      externalId: "one@shop.example",
      state: "bounced",
      recipient: { kind: "email", value: "ann@x.example", name: null },
      permanence: "hard",
      reason: "recipient-unknown",
      cause: "user-unknown",
      detail: "5.1.1 550 5.1.1 User unknown",
    },
  ]);
});

test("each recipient has a receipt; what is late or relayed neither came back nor arrived", async () => {
  const groups = [
    "Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 mailbox full",
    "Final-Recipient: rfc822; b@x.example\nAction: delayed\nStatus: 4.4.1",
    "Original-Recipient: rfc822;c@x.example\nFinal-Recipient: rfc822;other@y.example\nAction: relayed\nStatus: 2.0.0",
    "Final-Recipient: rfc822; d@x.example\nAction: expanded\nStatus: 2.0.0",
    "Final-Recipient: rfc822; e@x.example\nAction: Delayed (will retry)\nStatus: 5.0.0",
  ];
  const events = await parseEmail(report("delivery-status", status(...groups), returned("one@shop.example")));
  expect(events).toMatchObject([
    { recipient: { value: "a@x.example" }, state: "bounced", permanence: "soft" },
    { recipient: { value: "b@x.example" }, state: "delayed", permanence: null },
    { recipient: { value: "c@x.example" }, state: "relayed", permanence: null },
    { recipient: { value: "d@x.example" }, state: "delivered", permanence: null },
    { recipient: { value: "e@x.example" }, state: "delayed", permanence: null },
  ]);
});

test("of several ids the one that this desk signed is the message that came back", async () => {
  const own = signedMessageId(createKeyring([secret]), "shop.example", {
    tenantId: "default",
    caseId: "cas_1",
    idempotencyKey: "msg_1",
  });
  const group = "Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1";
  const twice = report("delivery-status", status(group), returned("inner@x.example"), returned(own));
  expect(await parseEmail(twice, { secret })).toMatchObject([{ externalId: own }]);
});

test("a bounce without anything to tie it to is still a receipt", async () => {
  const bytes = mailText(
    {
      From: "Mail Delivery System <MAILER-DAEMON@x.example>",
      Subject: "Undelivered Mail Returned to Sender",
    },
    "I couldn't deliver your message.\n\n<ann@x.example>: host unknown",
  );
  expect(await parseEmail(bytes)).toMatchObject([
    {
      kind: "receipt",
      externalId: "",
      state: "bounced",
      recipient: { value: "ann@x.example" },
      permanence: "hard",
    },
  ]);
});

test("a read notice and a complaint are about the message they name", async () => {
  const displayed =
    "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; ann@x.example\nOriginal-Message-ID: <one@shop.example>\nDisposition: manual-action/MDN-sent-manually; displayed";
  expect(await parseEmail(report("disposition-notification", displayed))).toMatchObject([
    { externalId: "one@shop.example", state: "read", recipient: { value: "ann@x.example" } },
  ]);
  const abuse =
    "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: ann@x.example";
  expect(await parseEmail(report("feedback-report", abuse, returned("one@shop.example")))).toMatchObject([
    { externalId: "one@shop.example", state: "failed", permanence: "soft", detail: "complaint: abuse" },
  ]);
});

test("every delivery-status part is read, and a repeated recipient counts once", async () => {
  const group = (address: string, action = "failed", code = "5.1.1") =>
    `Final-Recipient: rfc822; ${address}\nAction: ${action}\nStatus: ${code}`;
  const bytes = report(
    "delivery-status",
    status(group("a@x.example")),
    status(group("b@x.example", "delayed", "4.4.1"), group("A@x.example")),
    status(group("c@x.example", "failed", "5.2.2")).replace("delivery-status", "global-delivery-status"),
    returned("one@shop.example"),
  );
  expect(await parseEmail(bytes)).toMatchObject([
    { recipient: { value: "a@x.example" }, state: "bounced", permanence: "hard" },
    { recipient: { value: "b@x.example" }, state: "delayed" },
    { recipient: { value: "c@x.example" }, state: "bounced", permanence: "soft" },
  ]);
});

test("of many parts with many recipients a hundred are read", async () => {
  const groups = Array.from(
    { length: 60 },
    (_, index) => `Final-Recipient: rfc822; u${index}@x.example\nAction: failed`,
  );
  const parts = Array.from({ length: 20 }, (_, part) => status(...groups).replaceAll("@x", `@x${part}`));
  expect(await parseEmail(report("delivery-status", ...parts))).toHaveLength(100);
});

test("a complaint of several recipients is a receipt for each", async () => {
  const abuse = (...fields: readonly string[]) =>
    parseEmail(
      report(
        "feedback-report",
        ["Content-Type: message/feedback-report\n\nFeedback-Type: abuse", ...fields].join("\n"),
        returned("one@shop.example"),
      ),
    );
  expect(
    await abuse(
      "Original-Rcpt-To: <ann@x.example>",
      "Original-Rcpt-To: bo@x.example",
      "Original-Rcpt-To: Ann@x.example",
    ),
  ).toMatchObject([
    {
      externalId: "one@shop.example",
      state: "failed",
      cause: "feedback",
      recipient: { value: "ann@x.example" },
    },
    {
      externalId: "one@shop.example",
      state: "failed",
      cause: "feedback",
      recipient: { value: "bo@x.example" },
    },
  ]);
  expect(await abuse("Original-Rcpt-To: rfc822;ann@x.example")).toHaveLength(1);
  // Without the field the message that came back says whom it was sent to.
  expect(await abuse()).toMatchObject([{ recipient: { value: "ann@x.example" } }]);
  const many = Array.from({ length: 300 }, (_, index) => `Original-Rcpt-To: u${index}@x.example`);
  expect(await abuse(...many)).toHaveLength(100);
});

test("an out-of-office with the null sender is a message, not a bounce", async () => {
  const bytes = mailText(
    { Subject: "Automatic reply: My order", "Return-Path": "<>" },
    "I am away; mail is not delivered to others.",
  );
  expect(await parseEmail(bytes, { envelopeFrom: "" })).toMatchObject([
    { kind: "message", automatic: { reason: "out-of-office" } },
  ]);
});

test("a person who writes of undelivered mail writes a message", async () => {
  const bytes = mailText(
    { Subject: "Undelivered mail returned to sender" },
    "I got: 550 5.1.1 user unknown. What now?",
  );
  expect(await parseEmail(bytes)).toMatchObject([{ kind: "message" }]);
});

test.each([
  [{ From: "Pat <postmaster@big.example>", Subject: "Mail delivery" }, "Do you deliver to Malta?"],
  [
    { From: "Pat <postmaster@big.example>", Subject: "Undelivered mail" },
    "We were unable to deliver your parcel. My log says: 550 5.1.1 user unknown",
  ],
  [
    {
      From: "Pat <postmaster@big.example>",
      Subject: "Re: Delivery failed",
      "In-Reply-To": "<one@shop.example>",
    },
    "It was not delivered.\n\n-----Original Message-----\nFrom: Shop\nSubject: Delivery failed",
  ],
  [{ Subject: "Hello", "X-Failed-Recipients": "bo@x.example" }, "Where is my order?"],
  [{ Subject: "Delivery failed", "X-Failed-Recipients": "bo@x.example" }, "It was returned to sender."],
  [{ From: "Mail System Ltd <ann@mail.example>", Subject: "Delivery report" }, "It was not delivered."],
  [{ From: "MAILER-DAEMON@x.example", Subject: "Quota" }, "You use 80 percent of your space."],
])("a message is kept where little tells of a bounce: %j", async (headers, body) => {
  expect(await parseEmail(mailText(headers, body))).toMatchObject([{ kind: "message" }]);
});

test.each([
  [{ From: "MAILER-DAEMON@x.example", Subject: "Hello" }, "Unable to deliver to ann@x.example"],
  [
    { From: "postmaster@x.example", "Return-Path": "<>", Subject: "Undeliverable: My order" },
    "ann@x.example: user unknown",
  ],
  [
    { From: "postmaster@x.example", Subject: "Undeliverable mail" },
    "Delivery failed:\nann@x.example\n\nOriginal message follows.\n\nMessage-ID: <one@shop.example>",
  ],
  [
    { From: "noc@x.example", "Return-Path": "<>", "X-Failed-Recipients": "ann@x.example", Subject: "Sorry" },
    "It could not be delivered.",
  ],
])(
  "a bounce of no standard is a receipt where its sender and its words say so: %j",
  async (headers, body) => {
    expect(await parseEmail(mailText(headers, body))).toMatchObject([
      { kind: "receipt", state: "bounced", recipient: { value: "ann@x.example" } },
    ]);
  },
);
