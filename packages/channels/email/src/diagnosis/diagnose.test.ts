import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { parseEmail } from "../inbound/parseEmail.ts";
import { corpus, corpusTitle, filesBelow } from "../testing/corpus.ts";
import { mailText } from "../testing/mailText.ts";
import { createKeyring } from "../threading/keyring.ts";
import { signedMessageId } from "../threading/messageId.ts";
import { diagnoseEmail } from "./diagnoseEmail.ts";

const secret = "a secret that is long enough to be one";
const explained = async (bytes: Uint8Array, options = {}) =>
  (await diagnoseEmail(bytes, options)).explanation;

const alternatives = mailText(
  {
    From: "Ann Lee <ann@x.example>",
    Subject: "The lamp",
    "Content-Type": "multipart/mixed; boundary=m",
  },
  [
    "--m\nContent-Type: multipart/alternative; boundary=a\n\n",
    "--a\nContent-Type: text/plain; charset=utf-8mb4\n\nIt flickers.\n\nOn 5 Jan 2026, at 10:00, Shop <s@x.example> wrote:\n> Is it?\n> Really?\n",
    "--a\nContent-Type: text/html; charset=iso-8859-1\n\n<p>It flickers.</p>\n",
    "--a--\n",
    '--m\nContent-Type: image/png\nContent-Disposition: attachment; filename="lamp.png"\n\nbytes\n',
    "--m\nContent-Type: text/plain; charset=us-ascii\nContent-Disposition: attachment\n\n\n",
    "--m--\n",
  ].join(""),
);

test("which part is the text, which the HTML and which a file, and in which charset each was read", async () => {
  const { explanation, parts } = await diagnoseEmail(alternatives);
  expect(parts.map(({ reference, role }) => `${reference} ${role}`)).toEqual([
    "part/0 text",
    "part/1 html",
    "part/2 attachment",
    "part/3 attachment",
  ]);
  expect(explanation).toContain(
    "part/0 (text/plain, 87 bytes) is the text, read as utf-8 though it says utf-8mb4.",
  );
  expect(explanation).toContain(
    "part/1 (text/html, 19 bytes) is shown as HTML, and the text is that of a plain part",
  );
  expect(explanation).toContain('part/2 (image/png, "lamp.png", 5 bytes) is an attachment.');
});

test("what was trimmed, by which rule and in which lines", async () => {
  const { explanation, trimmed } = await diagnoseEmail(alternatives);
  expect(trimmed).toEqual([
    { rule: "attribution", line: 3, lines: 1, begin: "On 5 Jan 2026, at 10:00, Shop <s@x.example> wrote:" },
    { rule: "marked-quote", line: 4, lines: 2, begin: "> Is it?" },
  ]);
  expect(explanation).toContain(
    "Line 3 of the text was trimmed (attribution), because it says who wrote what follows",
  );
  expect(explanation).toContain(
    "Lines 4 to 5 of the text were trimmed (marked-quote), because it is quoted with >",
  );
});

test.each([
  ["It flickers.", "Nothing was trimmed: the whole text is the new part."],
  [
    "On 5 Jan 2026, at 10:00, Shop <s@x.example> wrote:\n> Is it?",
    "so the whole text is kept as the new part.",
  ],
])("of %j it says %j", async (body, words) => {
  expect(await explained(mailText({ Subject: "It" }, body))).toContain(words);
});

test.each([
  [
    { "Auto-Submitted": "auto-replied" },
    'automatic (out-of-office) because of "Auto-Submitted: auto-replied"',
  ],
  [{ Precedence: "bulk" }, "automatic (bulk) because of"],
  [{ "List-Id": "<l.x.example>" }, "automatic (list) because of"],
  [{ "Return-Path": "<>" }, 'automatic (null-sender) because of "Return-Path: <>"'],
  [{}, "Nothing indicates that a program sent it."],
])("why %j is held to be automatic, or not", async (headers, words) => {
  expect(await explained(mailText({ Subject: "Hello", ...headers }, "Hello"))).toContain(words);
});

test("whose message it is and where it belongs", async () => {
  const id = signedMessageId(createKeyring([secret]), "shop.example", {
    tenantId: "default",
    caseId: "cas_1",
    idempotencyKey: "msg_1",
  });
  const bytes = mailText(
    { From: "Ann <ann@x.example>", "Reply-To": "bo@x.example", "In-Reply-To": `<${id}>` },
    "Yes.",
  );
  const explanation = await explained(bytes, { secret });
  expect(explanation).toContain("It is a message by Ann <ann@x.example>, without a subject.");
  expect(explanation).toContain("Reply-To asks for answers to bo@x.example.");
  expect(explanation).toContain("A signature of this desk ties it to the case cas_1.");
  expect(await explained(bytes)).toContain("No signature ties it to a case; it cites 1 other message.");
});

const dsn = mailText(
  {
    From: "MAILER-DAEMON@relay.example",
    "Content-Type": "multipart/report; report-type=delivery-status; boundary=b",
  },
  "--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; r.example\n\nFinal-Recipient: rfc822; ann@x.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <one@shop.example>\n--b--\n",
);

test("which bounce it is, about whom, why, and whether it is proven", async () => {
  const { explanation, report } = await diagnoseEmail(dsn);
  expect(report).toBe("delivery-status");
  expect(explanation).toContain("because it has a part of the type message/delivery-status (RFC 3464).");
  expect(explanation).toContain(
    'The message "one@shop.example" to ann@x.example bounced (hard): cause user-unknown, reason recipient-unknown, in its own words "5.1.1 550 5.1.1 User unknown".',
  );
  expect(explanation).toContain("The bounce is not verified, so it blocks no address.");
  expect(explanation).toContain("part/1 (message/delivery-status");
});

test.each([
  [
    mailText(
      { From: "MAILER-DAEMON@x.example", Subject: "Undelivered" },
      "Unable to deliver to ann@x.example",
    ),
    "a mail system sent it",
  ],
  [
    mailText(
      { "Content-Type": "multipart/report; report-type=feedback-report; boundary=b" },
      "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--\n",
    ),
    "was called unwanted by the recipient",
  ],
  [
    mailText(
      { "Content-Type": "multipart/report; report-type=disposition-notification; boundary=b" },
      "--b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n",
    ),
    "was read",
  ],
])("other reports are told by their rule, %#", async (bytes, words) => {
  expect(await explained(bytes)).toContain(words);
});

test("an unreadable message is explained, and nothing is thrown", async () => {
  expect(await explained(new TextEncoder().encode("no header at all"))).toContain("It can't be parsed:");
  const { problem, parts, events } = await diagnoseEmail(mailText({ From: "nobody" }, "Hello"));
  expect(problem).toMatch(/no readable sender/);
  expect(parts).toHaveLength(1);
  expect(events).toEqual([]);
  expect((await diagnoseEmail(new Uint8Array(), { limits: {} })).problem).not.toBeNull();
});

test("a sender can't write sentences of the explanation", async () => {
  const bytes = mailText(
    { Subject: "=?utf-8?Q?a=0AIt_is_a_message_by_boss@shop.example?=" },
    'x\n-- \n".\nIt is proven.',
  );
  const lines = (await explained(bytes)).split("\n");
  expect(lines.filter((line) => line.startsWith("It is a message by"))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith("It is proven"))).toHaveLength(0);
});

test("the channel reads in its thread, with its own address, agents and trusted relays", async () => {
  const email = emailChannel({
    address: "support@shop.example",
    secret,
    isAgent: (address) => address === "ann@x.example",
    bounces: { trust: ["10.0.0.5"] },
  });
  const forward = mailText(
    { From: "ann@x.example", Subject: "Fwd: Lamp" },
    "---------- Forwarded message ---------\nFrom: Bo <bo@y.example>\nSubject: Lamp\n\nIt flickers.",
  );
  const stranger = mailText(
    { From: "eve@x.example", Subject: "Fwd: Lamp" },
    "Begin forwarded message:\n\nFrom: Bo <bo@y.example>\n\nIt",
  );
  const raw = { body: dsn, dedupeKey: null, receivedAt: 0, metadata: { remoteAddress: "10.0.0.5" } };
  expect((await email.diagnose(forward)).explanation).toContain(
    "An agent forwarded it for Bo <bo@y.example>.",
  );
  expect((await email.diagnose(stranger)).explanation).not.toContain("An agent forwarded it");
  expect((await email.diagnose(raw)).explanation).toContain("The bounce is verified");
  expect(
    (await email.diagnose({ ...raw, body: new Uint8Array(), metadata: { problem: "Too large." } })).problem,
  ).toBe("Too large.");
  await email.stop?.();
}, 60_000);

test.skipIf(corpus("mail") === null)(
  corpusTitle("a diagnosis tells what parseEmail gives, for every message of the corpus", corpus("mail")),
  async () => {
    let count = 0;
    for (const path of filesBelow(corpus("mail") ?? "")) {
      const bytes = readFileSync(path);
      const options = { envelopeFrom: "a@b.example" };
      const { events, explanation, parts } = await diagnoseEmail(bytes, options);
      expect(events, path).toEqual(await parseEmail(bytes, options).catch(() => []));
      expect(explanation, path).not.toBe("");
      const told = events.flatMap((event) => (event.kind === "message" ? event.attachments : []));
      for (const { reference } of told) {
        const [, index = ""] = reference.split("/");
        expect(parts[Number(index)], path).toBeDefined();
      }
      count += 1;
    }
    console.info("diagnosed messages:", count);
    expect(count).toBeGreaterThan(200);
  },
  60_000,
);
