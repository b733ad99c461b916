import { expect, test } from "vitest";
import { openDesk } from "../testing/desk.ts";
import { address } from "../testing/sending.ts";

const ute = "ute@customer.example";
const jan = "jan@customer.example";
const boss = "boss@partner.example";
const agency = "agency@partner.example";

/** A thread takes seconds to start on a busy machine. */
const patienceMs = 60_000;

/** A case of Ute's with an answer that Jan gets openly, the boss and the agency in secret. */
async function answered() {
  const desk = await openDesk();
  const opened = await desk.hear({
    From: ute,
    To: address,
    Subject: "Order",
    "Message-ID": "<1@customer.example>",
  });
  await desk.support.tick();
  const before = desk.sent.length;
  const { id } = await desk.support.cases.reply({
    caseId: opened.id,
    text: "It is on its way.",
    cc: [{ value: jan }],
    bcc: [{ value: boss, name: "The Boss" }, { value: agency }],
  });
  await desk.support.tick();
  const sent = desk.sent.slice(before).map(({ from, to, bytes }) => ({ from, to, text: bytes.toString() }));
  const to = (recipient: string) => {
    const mail = sent.find((one) => one.to.includes(recipient));
    if (mail === undefined) throw new Error(`Nothing was sent to ${recipient}.`);
    return mail;
  };
  return { ...desk, opened, messageId: id, copies: sent, to };
}

const field = (mail: string, name: string) =>
  new RegExp(`^${name}: (.*)$`, "im").exec(mail.replace(/\r\n[ \t]+/g, " "))?.[1]?.trim() ?? null;

test(
  "who is in Bcc gets a copy by an envelope of their own, and stands in no mail, theirs neither",
  async () => {
    const { copies, to } = await answered();
    expect(copies.map((one) => one.to)).toEqual([[ute], [jan], [boss], [agency]]);
    for (const { text } of copies) expect(text).not.toMatch(/partner\.example|The Boss|^bcc:/im);
    for (const recipient of [boss, agency]) {
      const { text } = to(recipient);
      expect([field(text, "To"), field(text, "Cc")].join()).toContain(`${ute},${jan}`);
      expect(text).toContain("It is on its way.");
      expect(field(text, "Reply-To")).not.toContain("+");
    }
    expect(field(to(ute).text, "Reply-To")).toContain("+");
  },
  patienceMs,
);

test.each([
  ["answers", (mail: string) => ({ To: address, "In-Reply-To": field(mail, "Message-ID") ?? "" })],
  [
    "answers all",
    (mail: string) => ({
      To: `${field(mail, "Reply-To")}, ${ute}, ${jan}`,
      References: [field(mail, "References"), field(mail, "Message-ID")].join(" "),
      "In-Reply-To": field(mail, "Message-ID") ?? "",
    }),
  ],
])(
  "who was in Bcc and %s is not let in, and their words are in a case beside it",
  async (_, way) => {
    const { support, hear, to, opened } = await answered();
    const { text } = to(boss);
    const own = await hear(
      {
        From: boss,
        Subject: field(text, "Subject") ?? "",
        "Message-ID": "<2@partner.example>",
        ...way(text),
      },
      "Well done.",
    );
    expect(own.id).not.toBe(opened.id);
    expect((await support.cases.links({ caseId: own.id })).rows).toMatchObject([
      { toId: opened.id, kind: "related" },
    ]);
    // Whom the answer named openly is in.
    const joined = await hear(
      {
        From: jan,
        To: address,
        "In-Reply-To": field(to(jan).text, "Message-ID") ?? "",
        Subject: "Re: Order",
      },
      "Thanks.",
    );
    expect(joined.id).toBe(opened.id);
  },
  patienceMs,
);

test(
  "a bounce of a hidden copy is known as that recipient's",
  async () => {
    const { support, take, to, messageId } = await answered();
    const report = [
      "From: MAILER-DAEMON@partner.example",
      `To: ${to(boss).from}`,
      "Subject: Undelivered",
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "No such mailbox.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; partner.example",
      "",
      `Final-Recipient: rfc822; ${boss}`,
      "Action: failed",
      "Status: 5.1.1",
      "",
      "--b--",
    ].join("\r\n");
    await take(Buffer.from(`Delivered-To: ${to(boss).from}\r\nReturn-Path: <>\r\n${report}`));
    expect((await support.suppressions.list()).rows).toMatchObject([{ value: boss, messageId }]);
  },
  patienceMs,
);
