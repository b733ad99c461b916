import { expect, test } from "vitest";
import { openDesk } from "./testing/desk.ts";
import { startDovecot } from "./testing/dovecot.ts";
import { mailText } from "./testing/mailText.ts";
import { address } from "./testing/sending.ts";

const ute = "ute@customer.example";
const jan = "jan@customer.example";
const dovecot = startDovecot();
if (dovecot === null) {
  test.skip("one mail by IMAP and webhook: Dovecot is not installed, run scripts/services.sh dovecot", () => {});
}

/** A thread takes seconds to start on a busy machine. */
const patienceMs = 60_000;

function headerOf(bytes: Buffer | undefined, name: string): string {
  const unfolded = (bytes?.toString() ?? "").replace(/\r\n[ \t]+/g, " ");
  return new RegExp(`^${name}: (.*)$`, "im").exec(unfolded)?.[1]?.trim() ?? "";
}

const recipientsOf = (mails: readonly { readonly to: readonly string[] }[]) =>
  mails.flatMap(({ to }) => to).sort();

test.each([
  ["in Cc", { To: address, Cc: jan }],
  ["beside the desk in To", { To: `${address}, ${jan}` }],
])(
  "who was %s answers into the case, and is copied from then on",
  async (_where, people) => {
    const { support, hear, answer, sent } = await openDesk();
    const opened = await hear({
      From: ute,
      ...people,
      Subject: "Order",
      "Message-ID": "<1@customer.example>",
    });
    const reply = { From: jan, To: address, Subject: "Re: Order", "In-Reply-To": "<1@customer.example>" };
    const joined = await hear({ ...reply, "Message-ID": "<2@customer.example>" }, "And mine is late too.");
    expect(joined.id).toBe(opened.id);
    await support.tick();
    expect(recipientsOf(sent)).toEqual([ute]);
    expect(recipientsOf(await answer(opened.id, "Both are on their way."))).toEqual([jan, ute]);
    // A solved case opens again for them, and stays shut to strangers who know the id.
    await support.cases.solve({ caseId: opened.id });
    const again = await hear({ ...reply, "Message-ID": "<3@customer.example>" }, "It is broken.");
    expect(again).toMatchObject({ id: opened.id, category: "open" });
    const stranger = await hear({ ...reply, From: "eve@evil.example", "Message-ID": "<4@evil.example>" });
    expect(stranger.id).not.toBe(opened.id);
  },
  patienceMs,
);

const copy = (way: string, from = ute, text = "Where is my order?") =>
  mailText(
    {
      Received: `from ${way}.example by in.shop.example; ${new Date().toUTCString()}`,
      "Delivered-To": `${way}@shop.example`,
      From: from,
      To: address,
      Subject: "Order",
      "Message-ID": "<copied@customer.example>",
    },
    text,
  );

test.skipIf(dovecot === null)(
  "a mail that comes by IMAP and by webhook is one message with one acknowledgement",
  async () => {
    if (dovecot === null) return;
    const { host, port, user, password, as } = dovecot.mailbox();
    const imap = { host, port, secure: false, auth: { user, password }, pollIntervalMs: 500 };
    const { support, take, sent } = await openDesk({ imap });
    const [first, ...others] = await Promise.all(["one", "two", "three"].map((way) => take(copy(way))));
    expect([first, ...others].map((taken) => taken?.outcome).sort()).toEqual([
      "accepted",
      "duplicate",
      "duplicate",
    ]);
    await as((client) => client.append("INBOX", Buffer.from(copy("imap"))));
    await as((client) => client.append("INBOX", Buffer.from(mailText({ From: jan, Subject: "Last" }))));
    await support.start();
    await expect
      .poll(async () => (await support.cases.list()).rows.length, { timeout: patienceMs / 2 })
      .toBe(2);
    const caseId = first?.caseIds[0] ?? "";
    const { rows } = await support.cases.messages({ caseId });
    expect(rows.filter(({ direction }) => direction === "in")).toHaveLength(1);
    await support.tick();
    await expect.poll(() => recipientsOf(sent), { timeout: 10_000 }).toEqual([jan, ute]);
  },
  patienceMs,
);

test(
  "the id of a known mail under another sender or another text is a message of its own",
  async () => {
    const { support, take } = await openDesk();
    await take(copy("one"));
    expect(await take(copy("two", ute, "Something else altogether."))).toMatchObject({ outcome: "accepted" });
    expect(await take(copy("three", jan))).toMatchObject({ outcome: "accepted" });
    expect((await support.intake.listKept()).rows).toEqual([]);
  },
  patienceMs,
);

test(
  "a reply to a message that was split out leads to its new case, and the old one stays solved",
  async () => {
    const { support, hear, answer } = await openDesk();
    const first = { From: ute, To: address, Subject: "Order", "Message-ID": "<1@customer.example>" };
    const old = await hear(first);
    const [mail] = await answer(old.id, "On its way.");
    const signed = headerOf(mail?.bytes, "Message-ID");
    const replyTo = headerOf(mail?.bytes, "Reply-To");
    const second = "<2@customer.example>";
    const asked = {
      From: ute,
      To: replyTo,
      Subject: "Re: Order",
      "In-Reply-To": signed,
      "Message-ID": second,
    };
    expect((await hear(asked, "And can I have an invoice?")).id).toBe(old.id);
    const moved = (await support.cases.messages({ caseId: old.id })).rows.at(-1);
    const split = await support.cases.split({ caseId: old.id, messageIds: [moved?.id ?? ""] });
    await support.cases.solve({ caseId: old.id });
    // She writes again below her own mail, by the address she was given for the old case.
    const again = await hear(
      {
        ...{ From: ute, To: replyTo, Subject: `Re: [${old.code}] Order`, "In-Reply-To": second },
        ...{ References: `<1@customer.example> ${signed} ${second}`, "Message-ID": "<3@customer.example>" },
      },
      "The invoice, please.",
    );
    expect(again.id).toBe(split.id);
    expect((await support.cases.get({ caseId: old.id })).category).toBe("solved");
    const [invoice] = await answer(split.id, "Here it is.");
    const thanks = {
      ...{ From: ute, To: headerOf(invoice?.bytes, "Reply-To"), "Message-ID": "<4@customer.example>" },
      "In-Reply-To": headerOf(invoice?.bytes, "Message-ID"),
    };
    expect((await hear(thanks, "Thank you.")).id).toBe(split.id);
  },
  patienceMs,
);

test(
  "members of a list and visitors of a form are customers of their own, answered by themselves",
  async () => {
    const form = "forms@shop.example";
    const { hear, answer } = await openDesk({ forms: [form] });
    const list = "help@shop.example";
    const member = (name: string) => ({
      ...{ From: `"${name} via Help" <${list}>`, To: list, "List-ID": "<help.shop.example>" },
      ...{ "X-Original-From": `${name}@bank.example`, "Message-ID": `<${name}@bank.example>` },
    });
    const visitor = (name: string) => ({ From: form, To: address, "Reply-To": `${name}@web.example` });
    const opened = [];
    for (const headers of [member("ilse"), member("otto"), visitor("nora"), visitor("olaf")])
      opened.push(await hear(headers));
    expect(new Set(opened.map(({ customerId }) => customerId)).size).toBe(4);
    expect(new Set(opened.map(({ id }) => id)).size).toBe(4);
    const answered = [];
    for (const { id } of opened) answered.push(recipientsOf(await answer(id, "Hello.")));
    expect(answered).toEqual([
      ["ilse@bank.example"],
      ["otto@bank.example"],
      ["nora@web.example"],
      ["olaf@web.example"],
    ]);
  },
  patienceMs,
);
