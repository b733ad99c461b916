import { createSupport } from "@heedkit/core";
import { memoryStorage } from "@heedkit/core/memory";
import { expect, test } from "vitest";
import { emailChannel } from "./emailChannel.ts";
import { mailText } from "./testing/mailText.ts";
import { address, secret } from "./testing/sending.ts";
import { smtpPeer } from "./testing/smtpPeer.ts";
import { byWebhook, webhook } from "./testing/webhook.ts";

const form = "wordpress@shop.example";
const group = {
  From: `"'Ilse Brandt' via Support" <${address}>`,
  To: address,
  "List-ID": "<support.shop.example>",
  "Reply-To": "ilse@bank.example",
  "X-Original-From": "ilse@bank.example",
};

async function openDesk() {
  const { port, messages, close } = await smtpPeer();
  const email = emailChannel({ address, secret, forms: [form], webhook, smtp: { host: "127.0.0.1", port } });
  const support = await createSupport({ storage: memoryStorage(), channels: [email] });
  const take = (headers: Readonly<Record<string, string>>) =>
    support.receive("email", byWebhook(mailText(headers)));
  const hear = async (headers: Readonly<Record<string, string>>) => {
    const { caseIds } = await take(headers);
    return support.cases.get({ caseId: caseIds[0] ?? "no case was opened" });
  };
  return { support, messages, take, hear, close };
}

test("mail by a group is its author's: it waits, gets no automatic answer, and the reply goes to the author", async () => {
  const { support, messages, hear, close } = await openDesk();
  const opened = await hear(group);
  expect(await support.customers.findByIdentity({ kind: "email", value: "ilse@bank.example" })).toMatchObject(
    {
      id: opened.customerId,
      name: "Ilse Brandt",
      identities: [{ verified: false }],
    },
  );
  expect(opened.waitingSince).not.toBeNull();
  expect((await support.cases.messages({ caseId: opened.id })).rows).toMatchObject([{ automatic: "list" }]);
  await support.cases.reply({ caseId: opened.id, text: "Hello" });
  await support.tick();
  expect(messages.map(({ to }) => to)).toEqual([["ilse@bank.example"]]);
  await close();
});

test("what the group sends back of the desk's own mail is no customer's and opens no wait", async () => {
  const { hear, close } = await openDesk();
  const own = await hear({ ...group, "X-Heedkit-Loop": address });
  expect(own.waitingSince).toBeNull();
  await close();
});

test("the list that a mail came by gets no copy, and what it sends back of an answer stays in the case", async () => {
  const { support, messages, hear, close } = await openDesk();
  const list = "help@lists.example";
  const byList = { ...group, From: `Ilse Brandt via Help <${list}>`, "List-ID": "<help.lists.example>" };
  const opened = await hear({ ...byList, To: list, "Message-ID": "<ilse-1@bank.example>" });
  const { id } = await support.cases.reply({ caseId: opened.id, text: "Hello" });
  await support.tick();
  expect(messages.map(({ to }) => to)).toEqual([["ilse@bank.example"]]);
  const { rows } = await support.cases.messages({ caseId: opened.id });
  const back = await hear({
    From: address,
    "X-Heedkit-Loop": address,
    "Message-ID": `<${rows.find((one) => one.id === id)?.externalId}>`,
    "In-Reply-To": "<ilse-1@bank.example>",
  });
  expect(back.id).toBe(opened.id);
  expect(back.waitingSince).toBeNull();
  await support.cases.reply({ caseId: opened.id, text: "Once more" });
  await support.tick();
  expect(messages.map(({ to }) => to)).toEqual([["ilse@bank.example"], ["ilse@bank.example"]]);
  await close();
});

test("who writes by a form with an empty return path waits all the same", async () => {
  const { hear, close } = await openDesk();
  const opened = await hear({ From: form, "Reply-To": "nora@x.example", "Return-Path": "<>" });
  expect(opened.waitingSince).not.toBeNull();
  await close();
});

test("visitors of a form are acknowledged and answered each by themselves", async () => {
  const { support, messages, hear, close } = await openDesk();
  const nora = await hear({ From: form, "Reply-To": "nora@x.example" });
  const olaf = await hear({ From: form, "Reply-To": "olaf@x.example", Subject: nora.code });
  expect(olaf.customerId).not.toBe(nora.customerId);
  expect(olaf.id).not.toBe(nora.id);
  await support.tick();
  expect(messages.map(({ to }) => to).sort()).toEqual([["nora@x.example"], ["olaf@x.example"]]);
  const asOlaf = support.as({ kind: "customer", id: olaf.customerId });
  await expect(asOlaf.cases.get({ caseId: nora.id })).rejects.toThrow();
  await close();
});

test("a Reply-To makes nobody the customer, and is answered all the same", async () => {
  const { support, messages, hear, close } = await openDesk();
  const opened = await hear({ From: "eve@evil.example", "Reply-To": "victim@x.example" });
  expect((await support.customers.get({ customerId: opened.customerId })).identities).toMatchObject([
    { value: "eve@evil.example" },
  ]);
  expect(await support.customers.findByIdentity({ kind: "email", value: "victim@x.example" })).toBeNull();
  await support.cases.reply({ caseId: opened.id, text: "Hello" });
  await support.tick();
  expect(new Set(messages.flatMap(({ to }) => to))).toEqual(new Set(["victim@x.example"]));
  await close();
});

test.each([
  ["two From fields", `From: a@x.example\r\nFrom: b@x.example\r\n\r\nHello`, "accepted"],
  ["an empty address and a Sender", `From: "Ann" <>\r\nSender: a@x.example\r\n\r\nHello`, "accepted"],
  ["an empty address", `From: "Ann" <>\r\nSubject: Hi\r\n\r\nHello`, "kept"],
  ["no From", `Subject: Hi\r\n\r\nHello`, "kept"],
])("a message with %s is not lost", async (_what, text, outcome) => {
  const { support, close } = await openDesk();
  const taken = await support.receive("email", byWebhook(Buffer.from(text)));
  expect(taken.outcome).toBe(outcome);
  expect((await support.intake.listKept()).rows.length).toBe(outcome === "kept" ? 1 : 0);
  await close();
});
