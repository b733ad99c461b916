import { expect, test } from "vitest";
import { defaultParseLimits } from "../mime/parseLimits.ts";
import { mailText } from "../testing/mailText.ts";
import { createKeyring } from "../threading/keyring.ts";
import { signedMessageId } from "../threading/messageId.ts";
import { openAttachment } from "./attachments.ts";
import { parseEmail } from "./parseEmail.ts";

async function messageOf(bytes: Uint8Array, options = {}) {
  const [event] = await parseEmail(bytes, options);
  if (event?.kind !== "message") throw new Error("This is no message.");
  return event;
}

const multipart = (type: string, ...parts: readonly string[]) =>
  mailText(
    { "Content-Type": `multipart/${type}; boundary=b` },
    `${parts.map((part) => `--b\n${part}\n`).join("")}--b--\n`,
  );

test("identity comes from From, never from Reply-To", async () => {
  const message = await messageOf(
    mailText({
      From: "Ann <ANN@Customer.Example>",
      "Reply-To": "victim@else.example",
      Sender: "list@else.example",
    }),
  );
  expect(message.from).toEqual({ kind: "email", value: "ann@customer.example", name: "Ann" });
});

test("a message without a readable From is its Sender's or the envelope's, and nobody's else", async () => {
  expect((await messageOf(mailText({ From: "<>", Sender: "bo@x.example" }))).from.value).toBe("bo@x.example");
  expect((await messageOf(mailText({ From: "" }), { envelopeFrom: "cy@x.example" })).from.value).toBe(
    "cy@x.example",
  );
  await expect(parseEmail(mailText({ From: "", "Reply-To": "a@b.example" }))).rejects.toMatchObject({
    code: "UNPARSEABLE",
  });
});

test("of alternatives both forms are kept; what the HTML shows in place keeps its id", async () => {
  const related = `Content-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n<p>Hi <img src="cid:logo@x"></p>\n--r\nContent-Type: image/png\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\nQUJD\n--r--`;
  const message = await messageOf(multipart("alternative", "Content-Type: text/plain\n\nHi", related));
  expect(message).toMatchObject({
    text: "Hi",
    html: expect.stringContaining('<img src="cid:logo@x">'),
    attachments: [{ contentId: "logo@x", mediaType: "image/png", size: 3, name: "attachment-3.png" }],
  });
});

test("mixed parts are read one after the other, files kept apart", async () => {
  const bytes = multipart(
    "mixed",
    "Content-Type: text/plain\n\nBefore",
    "Content-Type: text/plain; name=log.txt\n\nlog",
    "Content-Type: text/html\n\n<b>After</b>",
    "Content-Type: application/pdf\nContent-Disposition: attachment; filename*=utf-8''%C3%9Cber/../sicht.pdf\n\n%PDF",
  );
  const message = await messageOf(bytes);
  expect(message.text).toBe("Before\nAfter");
  expect(message.html).toMatch(/Before<\/div>\n<b>After<\/b>/);
  expect(message.attachments.map(({ name, reference }) => [name, reference])).toEqual([
    ["log.txt", "part/1"],
    ["sicht.pdf", "part/3"],
  ]);
  expect(Buffer.from(openAttachment(bytes, "part/3", defaultParseLimits)).toString()).toBe("%PDF");
  expect(() => openAttachment(bytes, "part/9", defaultParseLimits)).toThrow(/no attachment/);
  expect(() => openAttachment(bytes, "../etc/passwd", defaultParseLimits)).toThrow(/no attachment/);
});

test("an attached message stays a file, named by its subject", async () => {
  const message = await messageOf(
    multipart(
      "mixed",
      "Content-Type: text/plain\n\nSee below",
      "Content-Type: message/rfc822\n\nFrom: x@y.example\nSubject: Old\n\nOld words",
    ),
  );
  expect(message.text).toBe("See below");
  expect(message.attachments).toMatchObject([{ name: "Old.eml", mediaType: "message/rfc822" }]);
});

test("a message of HTML alone has text too", async () => {
  const html =
    "<style>p{}</style><p>Hello<br>there</p><ul><li>one<li>two</ul><a href='https://x.example/a'>link</a><blockquote>old</blockquote>";
  const message = await messageOf(mailText({ "Content-Type": "text/html" }, html));
  expect(message.text).toBe("Hello\nthere\n\n- one\n- two\n\nlink <https://x.example/a>\n\n> old");
  expect(message.newText).not.toContain("old");
});

test.each([
  ["a boundary that never comes", "multipart/mixed; boundary=never", "The words"],
  ["no boundary at all", "multipart/mixed", "The words"],
  ["a type nobody can read", "text", "The words"],
  ["a charset nobody knows", "text/plain; charset=klingon", "The words"],
])("%s does not lose the words", async (_what, type, body) => {
  expect((await messageOf(mailText({ "Content-Type": type }, body))).text).toBe("The words");
});

test("words in an undeclared or wrongly declared code page are read", async () => {
  const latin = Buffer.concat([
    Buffer.from("From: a@b.example\nSubject: Stra\xdfe\n\n", "latin1"),
    Buffer.from("Gr\xfc\xdfe", "latin1"),
  ]);
  expect(await messageOf(latin)).toMatchObject({ subject: "Straße", text: "Grüße" });
  const declared = mailText({ "Content-Type": "text/plain; charset=us-ascii" }, "Grüße");
  expect((await messageOf(declared)).text).toBe("Grüße");
});

test("flowed text is joined, but never an answer to the quote above it", async () => {
  const message = await messageOf(
    mailText(
      { "Content-Type": "text/plain; format=flowed" },
      "> How are \n> you? \nFine, and \nyou?\n-- \nAnn",
    ),
  );
  expect(message.text).toBe("> How are you? \nFine, and you?\n-- \nAnn");
  expect(message.newText).toBe("Fine, and you?");
});

test("a date is believed within a day's reach of now", async () => {
  const receivedAt = Date.UTC(2026, 0, 10);
  const sentAt = async (date: string) => (await messageOf(mailText({ Date: date }), { receivedAt })).sentAt;
  expect(await sentAt("Fri, 9 Jan 2026 10:00:00 +0100 (CET)")).toBe(Date.UTC(2026, 0, 9, 9));
  expect(await sentAt("Sat, 10 Jan 2026 20:00:00 +0000")).toBe(Date.UTC(2026, 0, 10, 20));
  expect(await sentAt("Fri, 9 Jan 2099 10:00:00 +0000")).toBeNull();
  expect(await sentAt("Thu, 1 Jan 1970 00:00:00 +0000")).toBeNull();
  expect(await sentAt("yesterday")).toBeNull();
});

test("the language is told where the message tells it", async () => {
  expect((await messageOf(mailText({ "Content-Language": "de-at, en" }))).language).toBe("de-AT");
  expect((await messageOf(mailText({}))).language).toBeNull();
});

test.each([
  [
    "Fwd: Broken",
    "Please help him.\n\n---------- Forwarded message ---------\nFrom: Cy Doe <Cy@Customer.example>\nDate: Mon\nSubject: Broken\nTo: bo@shop.example\n\nIt broke.",
  ],
  [
    "WG: Kaputt",
    "Bitte.\n\nVon: Cy Doe [mailto:cy@customer.example]\nGesendet: Montag\nAn: Bo\nBetreff: Kaputt\n\nKaputt.",
  ],
  [
    "Fwd: Broken",
    "Begin forwarded message:\n\n> From: Cy Doe <cy@customer.example>\n> Subject: Broken\n> \n> It broke.",
  ],
  [
    "TR : Cassé",
    "-------- Message transféré --------\nSujet : Cassé\nDate : lundi\nDe : Cy Doe <cy@customer.example>\nPour : bo@shop.example",
  ],
])("mail that an agent forwards is the original sender's: %s", async (subject, body) => {
  const bytes = mailText({ From: "bo@shop.example", Subject: subject }, body);
  const isAgent = (address: string) => address === "bo@shop.example";
  expect((await messageOf(bytes, { isAgent })).forwardedFrom?.value).toBe("cy@customer.example");
  expect((await messageOf(bytes)).forwardedFrom).toBeNull();
});

test("an agent's own words are his, also below a quote", async () => {
  const bytes = mailText(
    { From: "bo@shop.example", Subject: "Re: Broken" },
    "Done.\n\nOn Monday 1:00, Cy <cy@x.example> wrote:\n> It broke.",
  );
  expect((await messageOf(bytes, { isAgent: () => true })).forwardedFrom).toBeNull();
});

const outlookQuote = "From: Cy <cy@x.example>\nSent: Monday 1:00\nTo: Bo\nSubject: Broken\n\nIt broke.";

test.each([
  ["Re: Broken", `Done.\n\n-----Original Message-----\n${outlookQuote}`],
  ["Broken", `Done.\n\n-----Original Message-----\n${outlookQuote}`],
  ["AW: Broken", `Erledigt.\n\n-----Ursprüngliche Nachricht-----\n${outlookQuote}`],
  ["VS: Broken", `Valmis.\n\n-----Alkuperäinen viesti-----\n${outlookQuote}`],
  ["[External] Antw: Broken", `Gedaan.\n\n-------- Forwarded Message --------\n${outlookQuote}`],
  ["Re: Fwd: Broken", `Done.\n\n---------- Forwarded message ---------\n${outlookQuote}`],
  [
    "Broken",
    `Done.\n\nOn Monday 1:00, Di <di@x.example> wrote:\n\n---------- Forwarded message ---------\n${outlookQuote}`,
  ],
])("an agent's answer is his own, whatever his client puts above the quote: %s", async (subject, body) => {
  const bytes = mailText({ From: "bo@shop.example", Subject: subject }, body);
  expect((await messageOf(bytes, { isAgent: () => true })).forwardedFrom).toBeNull();
});

test.each(["Broken", "VS: Broken", "Fwd: Re: Broken"])(
  "a separator that says forwarded tells of a forward under any subject but an answer's: %s",
  async (subject) => {
    const body = `Please help.\n\n-------- Forwarded Message --------\n${outlookQuote}`;
    const bytes = mailText({ From: "bo@shop.example", Subject: subject }, body);
    expect((await messageOf(bytes, { isAgent: () => true })).forwardedFrom?.value).toBe("cy@x.example");
  },
);

test("what an agent sends to a case by its signature is his own, however it looks", async () => {
  const secret = "a secret that is long enough to be one";
  const id = signedMessageId(createKeyring([secret]), "shop.example", {
    tenantId: "default",
    caseId: "cas_1",
    idempotencyKey: "msg_1",
  });
  const headers = { From: "bo@shop.example", Subject: "Fwd: Broken", "In-Reply-To": `<${id}>` };
  const bytes = mailText(headers, `---------- Forwarded message ---------\n${outlookQuote}`);
  const isAgent = () => true;
  expect((await messageOf(bytes, { isAgent, secret })).forwardedFrom).toBeNull();
  expect((await messageOf(bytes, { isAgent })).forwardedFrom?.value).toBe("cy@x.example");
});

test("a message forwarded as an attachment is its sender's too", async () => {
  const bytes = Buffer.from(
    Buffer.from(
      multipart(
        "mixed",
        "Content-Type: text/plain\n\nSee",
        "Content-Type: message/rfc822\n\nFrom: Cy <cy@x.example>\n\nHi",
      ),
    )
      .toString()
      .replace("\r\n", "\r\nSubject: Fwd: Hi\r\n"),
  );
  expect((await messageOf(bytes, { isAgent: () => true })).forwardedFrom?.value).toBe("cy@x.example");
});

test.each([
  ["nothing", ""],
  ["blank lines", "\r\n\r\n\r\n"],
  ["words alone", "just some words\nand more"],
  ["bytes of no meaning", "\u0000\u0001\u0002\ufffd"],
])("%s is UNPARSEABLE", async (_what, text) => {
  await expect(parseEmail(Buffer.from(text))).rejects.toMatchObject({ code: "UNPARSEABLE" });
});
