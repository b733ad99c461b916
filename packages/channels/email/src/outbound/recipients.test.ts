import { isSupportError, type OutboundMessage } from "@heedkit/core";
import { afterEach, expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { outboundMessage } from "../testing/outboundMessage.ts";
import { address, secret } from "../testing/sending.ts";
import { scriptedPeer, smtpPeer } from "../testing/smtpPeer.ts";

const closes: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

const mailbox = (value: string) => ({ kind: "email", value, name: null });
const three = outboundMessage({
  to: [mailbox("ann@customer.example")],
  cc: [mailbox("Bo@Customer.example"), mailbox("cy@customer.example"), mailbox("ANN@customer.example")],
});

/** A server that answers recipients by name, a sender on a port of it, and what was remembered. */
async function sendingTo(answers: (recipient: string, sender: string) => number | null) {
  const peer = await smtpPeer({
    onRcptTo: (to, { envelope: { mailFrom } }, callback) => {
      const code = answers(to.address, mailFrom === false ? "" : mailFrom.address);
      callback(code === null ? null : Object.assign(new Error("trouble"), { responseCode: code }));
    },
  });
  closes.push(peer.close);
  const { deliver } = emailChannel({ address, secret, smtp: { host: "127.0.0.1", port: peer.port } });
  const served: string[] = [];
  const send = async (message: OutboundMessage = three) => {
    try {
      return await deliver?.(message, {
        idempotencyKey: message.messageId,
        signal: new AbortController().signal,
        served,
        onServed: async (recipient) => void served.push(recipient),
      });
    } catch (error) {
      return isSupportError(error) ? error.code : String(error);
    }
  };
  return { send, served, taken: () => peer.messages.map(({ to }) => to.join()) };
}

test("each recipient gets one copy, however often the message names them", async () => {
  const { send, taken } = await sendingTo(() => null);
  expect(await send()).toMatchObject({ refused: [] });
  expect(taken()).toEqual(["ann@customer.example", "bo@customer.example", "cy@customer.example"]);
});

test("a recipient who is put off does not hold up the others, who get nothing twice", async () => {
  let isBusy = true;
  const { send, served, taken } = await sendingTo((to) => (isBusy && to.startsWith("bo") ? 451 : null));
  expect(await send()).toBe("DELIVERY_UNAVAILABLE");
  expect(served).toEqual(["ann@customer.example", "cy@customer.example"]);
  expect(await send()).toBe("DELIVERY_UNAVAILABLE");
  isBusy = false;
  expect(await send()).toMatchObject({ refused: [] });
  expect(taken()).toEqual(["ann@customer.example", "cy@customer.example", "bo@customer.example"]);
});

test("a recipient refused for good is named once the others are served", async () => {
  const { send, taken } = await sendingTo((to) => (to.startsWith("bo") ? 550 : null));
  expect(await send()).toMatchObject({
    refused: [{ recipient: "bo@customer.example", reason: expect.stringContaining("550") }],
  });
  expect(taken()).toHaveLength(2);
});

test("a message that everybody's server refuses is refused", async () => {
  const { send } = await sendingTo(() => 550);
  expect(await send()).toBe("DELIVERY_REFUSED");
});

test("a message that everybody has got needs no server", async () => {
  const { send, served, taken } = await sendingTo(() => null);
  served.push("ann@customer.example", "Bo@Customer.example", "cy@customer.example");
  expect(await send()).toMatchObject({ refused: [] });
  expect(taken()).toEqual([]);
});

test("a server that lets nobody send from a plus form gets the plain address", async () => {
  const peer = await smtpPeer({
    onMailFrom: ({ address: from }, _session, callback) =>
      callback(from.includes("+") ? Object.assign(new Error("not yours"), { responseCode: 550 }) : null),
  });
  closes.push(peer.close);
  const { deliver } = emailChannel({ address, secret, smtp: { host: "127.0.0.1", port: peer.port } });
  await deliver?.(outboundMessage(), { idempotencyKey: "msg_1", signal: new AbortController().signal });
  expect(peer.messages.map(({ from }) => from)).toEqual([address]);
});

test("a server that answers a byte at a time holds a delivery no longer than its deadline", async () => {
  const peer = await scriptedPeer((line, socket) => {
    if (line !== "(connected)") return "250 fine";
    const drip = setInterval(() => socket.write("2"), 100);
    socket.once("close", () => clearInterval(drip));
    return undefined;
  });
  closes.push(peer.close);
  const smtp = { host: "127.0.0.1", port: peer.port, deliveryTimeoutMs: 700 };
  const { deliver } = emailChannel({ address, secret, smtp });
  await expect(
    deliver?.(outboundMessage(), { idempotencyKey: "msg_1", signal: new AbortController().signal }),
  ).rejects.toMatchObject({
    code: "DELIVERY_UNAVAILABLE",
    message: expect.stringMatching(/did not finish within 700 ms/),
  });
}, 20_000);
