import { afterEach, expect, test } from "vitest";
import { parseEmail } from "../inbound/parseEmail.ts";
import { outboundMessage } from "../testing/outboundMessage.ts";
import { address, secret, sending } from "../testing/sending.ts";
import { type SmtpPeer, smtpPeer } from "../testing/smtpPeer.ts";

const closes: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

async function peer(options: Parameters<typeof smtpPeer>[0] = {}): Promise<SmtpPeer> {
  const made = await smtpPeer(options);
  closes.push(made.close);
  return made;
}

function headersOf(bytes: Buffer | undefined): Map<string, string> {
  const [head = ""] = (bytes ?? Buffer.alloc(0)).toString().split("\r\n\r\n", 1);
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  );
}

test("a reply carries both bodies, names, threading headers and a signed return address", async () => {
  const server = await peer();
  const receipt = await sending(server.port)(
    outboundMessage({
      html: "<p>It is on its way.</p>",
      authorName: "Bo",
      references: ["one@x.example", "two@x.example"],
    }),
  );
  const [sent] = server.messages;
  const headers = headersOf(sent?.bytes);
  expect(sent).toMatchObject({
    from: expect.stringMatching(
      /^support\+01h455vb4pex5vsknk084sn02q-[0-9a-f]{6}[a-z2-7]{16}@shop\.example$/,
    ),
    to: ["ann@customer.example"],
  });
  expect(headers.get("from")).toBe("Bo <support@shop.example>");
  expect(headers.get("reply-to")).toMatch(
    /^Shop <support\+01h455vb4pex5vsknk084sn02q[a-z2-7]{16}@shop\.example>$/,
  );
  expect(headers.get("subject")).toBe("Re: My order [Case-6548]");
  expect(headers.get("message-id")).toBe(`<${receipt.externalId}>`);
  expect(headers.get("in-reply-to")).toBe("<two@x.example>");
  expect(headers.get("references")).toBe("<one@x.example> <two@x.example>");
  expect(headers.get("content-type")).toMatch(/^multipart\/alternative/);
  expect(headers.get("auto-submitted")).toBeUndefined();
  expect(receipt).toMatchObject({ refused: [], detail: expect.stringContaining("taken") });
});

test("an answer to what was sent comes back to its case, by address and by id, in its tenant only", async () => {
  const server = await peer();
  const receipt = await sending(server.port)();
  const replyTo =
    headersOf(server.messages[0]?.bytes)
      .get("reply-to")
      ?.replace(/^.*<|>$/g, "") ?? "";
  const answers = [
    `To: ${replyTo.toUpperCase()}`,
    `In-Reply-To: <${receipt.externalId}>`,
    `References: <x@y.example>\r\n <${receipt.externalId}>`,
  ];
  for (const line of answers) {
    const bytes = Buffer.from(`From: ann@customer.example\r\n${line}\r\n\r\nThanks`);
    const [own] = await parseEmail(bytes, { secret });
    expect(own).toMatchObject({
      threadHints: expect.arrayContaining([{ by: "signed", caseId: "cas_01h455vb4pex5vsknk084sn02q" }]),
    });
    const [foreign] = await parseEmail(bytes, { secret, tenantId: "other" });
    expect(foreign).not.toMatchObject({
      threadHints: expect.arrayContaining([expect.objectContaining({ by: "signed" })]),
    });
  }
});

test("a message sent again keeps its Message-ID, another message has another", async () => {
  const server = await peer();
  const send = sending(server.port);
  const ids = [await send(), await send(), await send(outboundMessage({ messageId: "msg_2" }))];
  expect(ids[0]?.externalId).toBe(ids[1]?.externalId);
  expect(ids[2]?.externalId).not.toBe(ids[0]?.externalId);
});

test("an automatic message says so, and the desk knows its own mail again", async () => {
  const server = await peer();
  await sending(server.port)(outboundMessage({ automatic: true }));
  const bytes = server.messages[0]?.bytes ?? Buffer.alloc(0);
  expect(headersOf(bytes).get("auto-submitted")).toBe("auto-replied");
  expect(headersOf(bytes).get("x-auto-response-suppress")).toBe("All");
  const redirected = Buffer.from(bytes.toString().replace(/^From: .*$/m, "From: someone@else.example"));
  const [back] = await parseEmail(redirected, { address, secret });
  expect(back).toMatchObject({ automatic: { reason: "own" } });
});

test("nothing in a subject, name, file name or id can begin a header", async () => {
  const server = await peer();
  const evil = "x\r\nBcc: victim@else.example\r\n\r\nbody";
  await sending(server.port)(
    outboundMessage({
      subject: evil,
      authorName: evil,
      trackingCode: evil,
      to: [{ kind: "email", value: "ann@customer.example", name: evil }],
      references: [`one@x.example>\r\nBcc: <victim@else.example`, "fine@x.example"],
      attachments: [
        {
          name: evil,
          mediaType: `text/plain\r\nBcc: v@e.example`,
          contentId: null,
          open: async () => Buffer.from("x"),
        },
      ],
    }),
  );
  const headers = headersOf(server.messages[0]?.bytes);
  expect(headers.has("bcc")).toBe(false);
  expect(headers.get("references")).toBe("<fine@x.example>");
  expect(server.messages[0]?.bytes.toString()).not.toMatch(/^bcc:/im);
  expect(server.messages[0]?.to).toEqual(["ann@customer.example"]);
});

test("attachments arrive whole, pictures stay in their place", async () => {
  const server = await peer();
  const picture = Buffer.from(Array.from({ length: 500 }, (_, index) => index % 256));
  await sending(server.port)(
    outboundMessage({
      html: '<img src="cid:logo">',
      attachments: [
        { name: "logo.png", mediaType: "image/png", contentId: "logo", open: async () => picture },
        {
          name: "Übersicht.pdf",
          mediaType: "application/pdf",
          contentId: null,
          open: async () => Buffer.from("%PDF"),
        },
      ],
    }),
  );
  const [event] = await parseEmail(server.messages[0]?.bytes ?? Buffer.alloc(0));
  expect(event).toMatchObject({
    html: expect.stringContaining('src="cid:logo"'),
    attachments: [
      { name: "logo.png", contentId: "logo", size: 500, mediaType: "image/png" },
      { name: "Übersicht.pdf", contentId: null, size: 4 },
    ],
  });
});
