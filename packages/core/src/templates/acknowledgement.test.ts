import { describe, expect, test } from "vitest";
import { cases } from "../cases/index.ts";
import { events } from "../kernel/index.ts";
import { memoryStorage } from "../memory/index.ts";
import { deskForTests, opened, somebody, type TestDesk } from "./deskForTests.ts";

const contact = { phone: "+49 30 1234", chatUrl: "https://shop.example/chat", hours: "9–17" };
const articles = () => [{ title: "Late parcels", url: "https://shop.example/late" }];
const due = Date.parse("2026-11-23T09:15:00Z");
const own = { key: "acknowledgement", locale: "en", kind: "acknowledgement" } as const;

async function eventTypes(desk: TestDesk): Promise<readonly string[]> {
  const rows = await desk.storage.find(events, { limit: 1_000 });
  return rows.map(({ type }) => type);
}

describe("an acknowledgement", () => {
  test("says the code, the deadline in the customer's zone and language, articles, and how to reach a person", async () => {
    const desk = deskForTests({
      firstReplyDueAt: due,
      templates: { deskName: "Shop", contact, acknowledgement: { articles } },
    });
    const ada = await somebody(desk, {
      locale: "de-AT",
      timeZone: "Europe/Vienna",
      name: "Ada",
      hostId: "7",
    });
    const { found, acknowledgement } = await opened(desk, ada.id);
    expect(acknowledgement?.text).toBe(`Guten Tag Ada,

vielen Dank für Ihre Nachricht. Ihre Vorgangsnummer lautet ${found.code}.

Wir antworten Ihnen persönlich bis spätestens: Montag, 23. November um 10:15 MEZ.

Vielleicht helfen Ihnen diese Artikel schon weiter:
- Late parcels: https://shop.example/late

Wenn Sie lieber gleich mit jemandem sprechen möchten:
- Telefon: +49 30 1234
- Chat: https://shop.example/chat
- Erreichbar: 9–17

Sie können auch einfach auf diese Nachricht antworten; sie erreicht unser Team.

Shop`);
    expect(acknowledgement).toMatchObject({
      authorKind: "system",
      automatic: "acknowledgement",
      deliveryState: "queued",
      to: [{ kind: "email", value: "ada@example.com" }],
      subject: `Ihre Nachricht ist angekommen (${found.code})`,
    });
  });

  test("names no time where no policy does", async () => {
    const desk = deskForTests();
    const { acknowledgement } = await opened(desk, (await somebody(desk)).id);
    expect(acknowledgement?.text).toContain("A person will answer you as soon as possible.");
  });

  test("stops no clock: it is no reply", async () => {
    const desk = deskForTests();
    const { found } = await opened(desk, (await somebody(desk)).id);
    const types = await eventTypes(desk);
    expect(types).toContain("case.acknowledged");
    expect(types).not.toContain("case.replied");
    const after = await desk.cases.get({ caseId: found.id });
    expect(after).toMatchObject({ firstRepliedAt: null, lastAgentMessageAt: null, status: "new" });
    expect(after.waitingSince).not.toBeNull();
  });

  test("carries no words of a stranger to an address that may be forged", async () => {
    const desk = deskForTests();
    const spammer = await somebody(desk, { name: "WIN https://evil.example" });
    const { acknowledgement } = await opened(desk, spammer.id);
    expect(`${acknowledgement?.subject} ${acknowledgement?.text}`).not.toMatch(/evil|parcel/);
  });

  test("follows the tenant's own template at once in this process, within seconds in another", async () => {
    const storage = memoryStorage();
    const here = deskForTests({ storage });
    const there = deskForTests({ storage });
    await opened(here, (await somebody(here)).id);
    await opened(there, (await somebody(there, { email: "b@example.com" })).id);
    await here.templates.save({ ...own, text: "Own {{ case.code }}" });

    const fromHere = await opened(here, (await somebody(here, { email: "c@example.com" })).id);
    expect(fromHere.acknowledgement).toMatchObject({
      text: `Own ${fromHere.found.code}`,
      subject: "Where is my parcel?",
    });
    there.time.now += 5_000;
    const fromThere = await opened(there, (await somebody(there, { email: "d@example.com" })).id);
    expect(fromThere.acknowledgement?.text).toBe(`Own ${fromThere.found.code}`);
  });

  test("is in the language of the customer rather than in the only one that the tenant wrote", async () => {
    const desk = deskForTests();
    await desk.templates.save({ ...own, text: "Own" });
    const { acknowledgement } = await opened(desk, (await somebody(desk, { locale: "zh-TW" })).id);
    expect(acknowledgement?.text).toContain("案件編號");
  });

  test("is the built-in one when the tenant's fails on this case", async () => {
    const desk = deskForTests();
    const ada = await somebody(desk);
    await desk.customers.update({
      customerId: ada.id,
      fields: { list: Array.from({ length: 30_000 }, () => 1) },
    });
    await desk.templates.save({
      ...own,
      text: "{% for x in customer.fields.list %}{{ x }}{{ x }}{% endfor %}",
    });
    const { acknowledgement } = await opened(desk, ada.id);
    expect(acknowledgement?.text).toContain("Your tracking code is");
    expect(desk.reports).toHaveLength(1);
  });

  test("goes out without articles when the host's function throws", async () => {
    const broken = () => {
      throw new Error("index is not there");
    };
    const desk = deskForTests({ templates: { acknowledgement: { articles: broken } } });
    const { acknowledgement } = await opened(desk, (await somebody(desk)).id);
    expect(acknowledgement?.text).not.toContain("articles");
    expect(desk.reports).toHaveLength(1);
  });
});

describe("no acknowledgement", () => {
  const message = { text: "Hello" };
  test.each([
    ["to a case that was imported", {}, { imported: true, message }],
    ["to a case without a message", {}, {}],
    ["over a channel that does not deliver", {}, { channelId: "api", message }],
    ["when it is switched off", { templates: { acknowledgement: { enabled: false } } }, { message }],
    [
      "when the host decides against it",
      { templates: { acknowledgement: { enabled: () => false } } },
      { message },
    ],
    ["when the caps allow none", { caps: { perDay: 0 } }, { message }],
  ])("%s", async (_, options, input) => {
    const desk = deskForTests(options);
    const { id: customerId } = await somebody(desk);
    const found = await desk.cases.open({ customerId, subject: "Help", ...input });
    const { rows } = await desk.cases.messages({ caseId: found.id });
    expect(rows.filter(({ direction }) => direction === "out")).toEqual([]);
  });

  test("to what an agent opens", async () => {
    const desk = deskForTests();
    const agent = await desk.agents.create({ name: "Bea" });
    const { id: customerId } = await somebody(desk);
    await desk.as({ kind: "agent", id: agent.id }).cases.open({ customerId, subject: "News", message });
    expect(await eventTypes(desk)).not.toContain("case.acknowledged");
  });

  test.each(["automatic", "spam"])("to what is %s", async (reason) => {
    const desk = deskForTests({ templates: { acknowledgement: { enabled: false } } });
    const { id: customerId } = await somebody(desk);
    const { found, messages } = await opened(desk, customerId);
    await desk.cases.markSpam({ caseId: found.id, spam: reason === "spam" });
    const acknowledging = deskForTests({ storage: desk.storage });
    await acknowledging.transact(async (tx) => {
      const [messageId] = messages.map(({ id }) => id);
      const data = {
        caseId: found.id,
        code: found.code,
        openedBy: "customer",
        messageId: messageId ?? null,
      } as const;
      tx.emit(
        "case.opened",
        { caseId: found.id },
        { ...data, automatic: reason === "automatic", counts: true, newCustomer: false },
      );
    });
    expect(await eventTypes(desk)).not.toContain("case.acknowledged");
    expect(await desk.storage.count(cases)).toBe(1);
  });
});

test("a flood from one address gets three answers in ten minutes, and every message is kept", async () => {
  const desk = deskForTests();
  const { id } = await somebody(desk);
  for (let letter = 0; letter < 20; letter++) await opened(desk, id);
  const types = await eventTypes(desk);
  const count = (type: string) => types.filter((other) => other === type).length;
  expect([count("case.opened"), count("case.acknowledged"), count("delivery.automaticSuppressed")]).toEqual([
    20, 3, 17,
  ]);
});
