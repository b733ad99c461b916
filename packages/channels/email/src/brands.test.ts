import { createSupport, type InboundEvent, type InboundMessage } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect, onTestFinished, test } from "vitest";
import { emailChannel } from "./emailChannel.ts";
import { parseEmail } from "./inbound/parseEmail.ts";
import { openDesk } from "./testing/desk.ts";
import { startDovecot } from "./testing/dovecot.ts";
import { mailText } from "./testing/mailText.ts";
import { outboundMessage } from "./testing/outboundMessage.ts";
import { secret, sending } from "./testing/sending.ts";
import { smtpPeer } from "./testing/smtpPeer.ts";
import { byWebhook, webhook } from "./testing/webhook.ts";

const ute = "ute@customer.example";
const blue = "help@blue.example";
const red = "help@red.example";
const dovecot = startDovecot();
if (dovecot === null) {
  test.skip("brands of one IMAP mailbox: Dovecot is not installed, run scripts/services.sh dovecot", () => {});
}

/** A thread takes seconds to start on a busy machine. */
const patienceMs = 60_000;

type Desk = Pick<Awaited<ReturnType<typeof openDesk>>, "support">;

async function twoBrands({ support }: Desk): Promise<void> {
  await support.brands.create({
    key: "blue",
    name: "Blue Shoes",
    addresses: [blue],
    signatures: [{ text: "{{ brand.name }}", html: "<b>{{ brand.name }}</b>" }],
  });
  await support.brands.create({ key: "red", name: "Red Hats", addresses: [red] });
}

/** A mail as it arrives at the customer's. */
async function arrived(bytes: Buffer | undefined): Promise<InboundMessage> {
  const [event]: readonly (InboundEvent | undefined)[] = await parseEmail(bytes ?? Buffer.alloc(0));
  if (event?.kind !== "message") throw new Error("Nothing was sent.");
  return event;
}

test(
  "two brands share a mailbox: each is found by its address, and answers from it, in its name, signed once",
  async () => {
    const desk = await openDesk({ aliases: [blue, red] });
    const { support, hear, sent } = desk;
    await twoBrands(desk);
    const opened = await hear({
      From: ute,
      To: blue,
      Subject: "Order",
      "Message-ID": "<1@customer.example>",
    });
    expect(opened).toMatchObject({ brand: "blue", brandName: "Blue Shoes" });
    await support.tick();
    const acknowledgement = await arrived(sent[0]?.bytes);
    expect(acknowledgement.from).toMatchObject({ value: blue, name: "Blue Shoes" });
    expect(acknowledgement.replyTo).toMatchObject({ name: "Blue Shoes" });
    expect(acknowledgement.replyTo?.value).toMatch(/^help\+.+@blue\.example$/);
    expect(acknowledgement.text).toMatch(/Blue Shoes$/);
    expect(acknowledgement.text).not.toContain("\n-- \n");

    const mia = await support.agents.create({ name: "Mia", signature: "{{ agent.name }}\n{{ brand.name }}" });
    const asMia = support.as({ kind: "agent", id: mia.id });
    const reply = await asMia.cases.reply({ caseId: opened.id, text: "On its way." });
    await support.tick();
    const answer = await arrived(sent[1]?.bytes);
    expect(answer.from).toMatchObject({ value: blue, name: "Mia (Blue Shoes)" });
    expect(answer.text.trimEnd()).toBe("On its way.\n\n-- \nMia\nBlue Shoes");
    expect(answer.newText).toBe("On its way.");
    expect(answer.html?.match(/Blue Shoes/g)).toHaveLength(1);
    const { rows } = await support.cases.messages({ caseId: opened.id });
    expect(rows.find(({ id }) => id === reply.id)).toMatchObject({ text: "On its way." });

    const quoted = answer.text.split("\n").map((line) => `> ${line}`);
    const joined = await hear(
      {
        ...{ From: ute, To: answer.replyTo?.value ?? "", Subject: "Re: Order" },
        ...{ "Message-ID": "<2@customer.example>", "In-Reply-To": `<${answer.externalId}>` },
      },
      ["Thank you!", "", `On Mon, 30 Nov 2026 at 10:00, Mia (Blue Shoes) <${blue}> wrote:`, ...quoted].join(
        "\n",
      ),
    );
    expect(joined.id).toBe(opened.id);
    const news = (await support.cases.messages({ caseId: opened.id })).rows.at(-1);
    expect(news?.newText).toBe("Thank you!");
    // The answer to the signed plus address comes from the same address again.
    await support.cases.reply({ caseId: opened.id, text: "You are welcome." });
    await support.tick();
    const last = await arrived(sent.at(-1)?.bytes);
    expect(last.from).toMatchObject({ value: blue, name: "Blue Shoes" });
    expect(last.text.trimEnd()).toBe("You are welcome.\n\n-- \nBlue Shoes");

    const boss = "boss@partner.example";
    await support.cases.reply({ caseId: opened.id, text: "For you too.", bcc: [{ value: boss }] });
    await support.tick();
    const copy = await arrived(sent.find(({ to }) => to.includes(boss))?.bytes);
    expect(copy.replyTo ?? copy.from).toMatchObject({ value: blue, name: "Blue Shoes" });

    const other = await hear({ From: "jan@customer.example", To: `Shop <${red}>`, Subject: "Hat" });
    expect(other.brand).toBe("red");
    const hat = (await desk.answer(other.id, "It is on its way.")).at(-1);
    const hatMail = await arrived(hat?.bytes);
    expect(hatMail.from).toMatchObject({ value: red, name: "Red Hats" });
    expect(hatMail.text.trimEnd()).toBe("It is on its way.");
  },
  patienceMs,
);

test(
  "two brands have a channel each: a case is of the brand of its channel, which writes from its own address",
  async () => {
    const peer = await smtpPeer();
    const smtp = { host: "127.0.0.1", port: peer.port };
    const channels = [
      emailChannel({ id: "blue-mail", address: blue, secret, webhook, smtp }),
      emailChannel({ id: "red-mail", address: red, secret, webhook, smtp }),
    ];
    const support = await createSupport({ storage: memoryStorage(), channels });
    onTestFinished(async () => {
      await support.stop();
      await peer.close();
    });
    await support.brands.create({ key: "blue", name: "Blue Shoes", channelIds: ["blue-mail"] });
    await support.brands.create({ key: "red", name: "Red Hats", channelIds: ["red-mail"], addresses: [red] });
    const hear = async (channelId: string, to: string, from: string) => {
      const taken = await support.receive(
        channelId,
        byWebhook(mailText({ From: from, To: to, Subject: "Hi" })),
      );
      return support.cases.get({ caseId: taken.caseIds[0] ?? "" });
    };
    expect((await hear("blue-mail", blue, ute)).brand).toBe("blue");
    expect((await hear("red-mail", red, "jan@customer.example")).brand).toBe("red");
    // A blind copy names nobody.
    expect((await hear("red-mail", "undisclosed@customer.example", "ann@customer.example")).brand).toBe(
      "red",
    );
    await support.tick();
    const senders = await Promise.all(peer.messages.map(async ({ bytes }) => (await arrived(bytes)).from));
    expect(senders.map(({ value, name }) => [value, name]).sort()).toEqual([
      [blue, "Blue Shoes"],
      [red, "Red Hats"],
      [red, "Red Hats"],
    ]);
  },
  patienceMs,
);

test.skipIf(dovecot === null)(
  "mail of two brands comes by IMAP into one mailbox",
  async () => {
    if (dovecot === null) return;
    const { host, port, user, password, as } = dovecot.mailbox();
    const imap = { host, port, secure: false, auth: { user, password }, pollIntervalMs: 500 };
    const desk = await openDesk({ imap, aliases: [blue, red] });
    await twoBrands(desk);
    const letters = [
      { From: ute, To: blue, "Delivered-To": "support@shop.example" },
      { From: "jan@customer.example", To: "friends@customer.example", "X-Original-To": red },
      { From: "eve@customer.example", To: "support@shop.example" },
    ];
    await as(async (client) => {
      for (const headers of letters)
        await client.append("INBOX", Buffer.from(mailText({ Subject: "Order", ...headers })));
    });
    await desk.support.start();
    const found = async () =>
      (await desk.support.cases.list({ order: "oldest" })).rows.map(({ brand }) => brand ?? "none").sort();
    await expect.poll(found, { timeout: patienceMs / 2 }).toEqual(["blue", "none", "red"]);
  },
  patienceMs,
);

test("an address that the channel may not send from is refused, in whatever spelling", async () => {
  const server = await smtpPeer();
  onTestFinished(() => server.close());
  const send = sending(server.port, { aliases: [blue] });
  const from = (value: string) => ({ kind: "email", value, name: null });
  for (const value of [red, "help+x@blue.example", "help@blue.example.evil.example", `${blue}, ${red}`])
    await expect(send(outboundMessage({ from: from(value) }))).rejects.toMatchObject({
      code: "DELIVERY_REFUSED",
    });
  expect(server.messages).toEqual([]);
  await send(outboundMessage({ from: from("Help@Blue.example"), brandName: "Blue\r\nBcc: x@evil.example" }));
  expect((await arrived(server.messages[0]?.bytes)).from.value).toBe(blue);
  expect(server.messages[0]?.bytes.toString()).not.toMatch(/^bcc:/im);
});

test("the desk's own addresses include the aliases, which must be addresses", () => {
  const channel = emailChannel({ address: "support@shop.example", secret, aliases: [blue] });
  expect(channel.isOwn?.({ kind: "email", value: "help+1@blue.example", name: null })).toBe(true);
  expect(channel.sendsFrom?.({ kind: "email", value: blue, name: null })).toBe(true);
  expect(channel.sendsFrom?.({ kind: "email", value: red, name: null })).toBe(false);
  const wrong = emailChannel({ address: "support@shop.example", secret, aliases: ["@blue.example"] });
  expect(wrong.problems).toEqual([expect.stringMatching(/^aliases.0: is not a mail address/)]);
});
