import { isSupportError, SupportError } from "@heedkit/core";
import { afterEach, expect, test } from "vitest";
import { outboundMessage } from "../testing/outboundMessage.ts";
import { sending } from "../testing/sending.ts";
import { type SmtpPeer, scriptedPeer, smtpPeer } from "../testing/smtpPeer.ts";

const closes: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

async function peer(options: Parameters<typeof smtpPeer>[0] = {}): Promise<SmtpPeer> {
  const made = await smtpPeer(options);
  closes.push(made.close);
  return made;
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

const refusing = (
  code: number,
  when: (address: string) => boolean = () => true,
): Parameters<typeof smtpPeer>[0] => ({
  onRcptTo: ({ address }, _session, callback) =>
    callback(when(address) ? Object.assign(new Error("mailbox trouble"), { responseCode: code }) : null),
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
  const failure = failureOf(sending(0, { smtp })(outboundMessage(), controller.signal));
  setTimeout(() => controller.abort(new Error("shutting down")), 50);
  expect((await failure).code).toBe("DELIVERY_UNAVAILABLE");
  expect((await failureOf(sending(server.port)(outboundMessage(), AbortSignal.abort()))).code).toBe(
    "DELIVERY_UNAVAILABLE",
  );
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

test("an attachment that is permanently gone is reported as such, and not retried", async () => {
  const gone = new SupportError("NOT_FOUND", "The attachment is no more.");
  const open = () => Promise.reject(gone);
  const attachments = [{ name: "a", mediaType: "text/plain", contentId: null, open }];
  await expect(sending(1)(outboundMessage({ attachments }))).rejects.toBe(gone);
});
