import { isSupportError } from "@heedkit/core";
import { afterEach, expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { parseEmail } from "../inbound/parseEmail.ts";
import { outboundMessage } from "../testing/outboundMessage.ts";
import { type SmtpPeer, scriptedPeer, smtpPeer } from "../testing/smtpPeer.ts";

const secret = "a secret that is long enough to be one";
const address = "support@shop.example";
const closes: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

async function peer(options: Parameters<typeof smtpPeer>[0] = {}): Promise<SmtpPeer> {
  const made = await smtpPeer(options);
  closes.push(made.close);
  return made;
}

function sending(port: number, changes = {}) {
  const channel = emailChannel({
    address,
    secret,
    displayName: "Shop",
    smtp: { host: "127.0.0.1", port, socketTimeoutMs: 500 },
    ...changes,
  });
  const signal = new AbortController().signal;
  return async (message = outboundMessage(), options = {}) => {
    if (channel.deliver === undefined) throw new Error("The channel can't deliver.");
    return channel.deliver(message, { idempotencyKey: message.messageId, signal, ...options });
  };
}

async function failureOf(delivery: Promise<unknown>) {
  try {
    await delivery;
  } catch (error) {
    if (isSupportError(error)) return { code: error.code, retryable: error.retryable };
    throw error;
  }
  throw new Error("The delivery did not fail.");
}

function headersOf(bytes: Buffer | undefined): Map<string, string> {
  const [head = ""] = (bytes ?? Buffer.alloc(0)).toString().split("\r\n\r\n", 1);
  const lines = head.replace(/\r\n[ \t]+/g, " ").split("\r\n");
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  );
}

const refusing = (
  code: number,
  when: (address: string) => boolean = () => true,
): Parameters<typeof smtpPeer>[0] => ({
  onRcptTo: ({ address }, _session, callback) =>
    callback(when(address) ? Object.assign(new Error("mailbox trouble"), { responseCode: code }) : null),
});

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
  expect(sent).toMatchObject({ from: address, to: ["ann@customer.example"] });
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

test.each([
  ["a recipient refused for good", refusing(550), "DELIVERY_REFUSED"],
  ["a recipient put off", refusing(451), "DELIVERY_UNAVAILABLE"],
  [
    "content refused for good",
    {
      onData: (stream, _session, callback) => {
        stream.resume();
        stream.on("end", () => callback(Object.assign(new Error("spam"), { responseCode: 554 })));
      },
    },
    "DELIVERY_REFUSED",
  ],
  [
    "content put off",
    {
      onData: (stream, _session, callback) => {
        stream.resume();
        stream.on("end", () => callback(Object.assign(new Error("busy"), { responseCode: 452 })));
      },
    },
    "DELIVERY_UNAVAILABLE",
  ],
  ["a message larger than the server takes", { size: 100, rejectOversized: true }, "DELIVERY_REFUSED"],
] satisfies [string, Parameters<typeof smtpPeer>[0], string][])(
  "%s is told by its code",
  async (_what, options, code) => {
    const server = await peer(options);
    const text = "long ".repeat(100);
    expect((await failureOf(sending(server.port)(outboundMessage({ text })))).code).toBe(code);
  },
);

test("what some recipients' servers refuse is named while the others get it", async () => {
  const server = await peer(refusing(550, (recipient) => recipient.startsWith("gone")));
  const receipt = await sending(server.port)(
    outboundMessage({
      cc: [
        { kind: "email", value: "gone@customer.example", name: null },
        { kind: "email", value: "not an address", name: null },
      ],
    }),
  );
  expect(server.messages[0]?.to).toEqual(["ann@customer.example"]);
  expect(receipt.refused).toEqual([
    { recipient: "not an address", reason: expect.any(String) },
    { recipient: "gone@customer.example", reason: expect.stringContaining("mailbox trouble") },
  ]);
});

test("nobody to write to is refused without asking a server", async () => {
  const to = [{ kind: "email", value: "nobody", name: null }];
  expect(await failureOf(sending(1)(outboundMessage({ to })))).toMatchObject({ code: "DELIVERY_REFUSED" });
});

test("no server, a wrong greeting and a wrong password can be tried again", async () => {
  expect(await failureOf(sending(1)())).toEqual({ code: "DELIVERY_UNAVAILABLE", retryable: true });
  const rude = await scriptedPeer(() => "554 go away");
  const locked = await peer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, callback) => callback(new Error("wrong password")),
  });
  closes.push(rude.close);
  expect((await failureOf(sending(rude.port)())).code).toBe("DELIVERY_UNAVAILABLE");
  const smtp = { host: "127.0.0.1", port: locked.port, auth: { user: "u", password: "p" } };
  expect((await failureOf(sending(0, { smtp })())).code).toBe("DELIVERY_UNAVAILABLE");
});

test.each(["EHLO", "MAIL", "RCPT", "DATA", "."])(
  "a connection lost at %s can be tried again, after the content too: nobody knows whether it was taken",
  async (lostAt) => {
    let isContent = false;
    const server = await scriptedPeer((line) => {
      if (line.startsWith(lostAt)) return null;
      if (line === "DATA") isContent = true;
      else if (isContent) return undefined;
      if (line === "(connected)") return "220 hello";
      return line === "DATA" ? "354 go on" : "250 fine";
    });
    closes.push(server.close);
    expect(await failureOf(sending(server.port)())).toEqual({
      code: "DELIVERY_UNAVAILABLE",
      retryable: true,
    });
  },
);

test("a server that never answers the content is given up after the time set, to be tried again", async () => {
  let isContent = false;
  const server = await scriptedPeer((line) => {
    if (isContent) return undefined;
    isContent = line === "DATA";
    if (line === "(connected)") return "220 hello";
    return isContent ? "354 go on" : "250 fine";
  });
  closes.push(server.close);
  expect((await failureOf(sending(server.port)())).code).toBe("DELIVERY_UNAVAILABLE");
});

test("an aborted delivery ends at once and can be tried again", async () => {
  const server = await scriptedPeer((line) => (line === "(connected)" ? undefined : "250 fine"));
  closes.push(server.close);
  const controller = new AbortController();
  const smtp = { host: "127.0.0.1", port: server.port };
  const failure = failureOf(sending(0, { smtp })(outboundMessage(), { signal: controller.signal }));
  setTimeout(() => controller.abort(new Error("shutting down")), 50);
  expect((await failure).code).toBe("DELIVERY_UNAVAILABLE");
  expect(
    (await failureOf(sending(server.port)(outboundMessage(), { signal: AbortSignal.abort() }))).code,
  ).toBe("DELIVERY_UNAVAILABLE");
});

test("an attachment that can't be read now is tried again, one too large is not", async () => {
  const attachment = (open: () => Promise<Uint8Array>) =>
    outboundMessage({ attachments: [{ name: "a", mediaType: "text/plain", contentId: null, open }] });
  const send = sending(1, { maxOutgoingBytes: 1000 });
  expect((await failureOf(send(attachment(() => Promise.reject(new Error("blob store down")))))).code).toBe(
    "DELIVERY_UNAVAILABLE",
  );
  expect((await failureOf(send(attachment(async () => new Uint8Array(2000))))).code).toBe("DELIVERY_REFUSED");
});
