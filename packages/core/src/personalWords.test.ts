import { expect, test } from "vitest";
import * as z from "zod";
import {
  type Channel,
  createSupport,
  type DefinedTable,
  type PersonalTable,
  personalDataOf,
  SupportError,
  type Table,
} from "./index.ts";
import { memoryStorage } from "./memory/index.ts";

/** Occurs in everything that the person says or is called, and nowhere else. */
const mark = "lovelace";
const mail = `ada@${mark}.example`;
const file = { name: `${mark}.txt`, mediaType: "text/plain", bytes: new TextEncoder().encode(mark) };

const channel: Channel = {
  specVersion: 1,
  id: "letters",
  kind: "email",
  capabilities: {
    receive: true,
    deliver: true,
    html: true,
    attachments: true,
    subject: true,
    listens: false,
  },
  parse: async ({ body }) => {
    const parsed = JSON.parse(new TextDecoder().decode(body));
    if (parsed.unreadable === true) throw new SupportError("INVALID_INPUT", `Nothing to read from ${mail}.`);
    return [parsed];
  },
  deliver: async ({ messageId, text }, { onServed }) => {
    await onServed?.(mail);
    if (text.includes("fail")) throw new SupportError("DELIVERY_REFUSED", `550 no such user ${mail}`);
    return {
      externalId: `<${messageId}@desk.example>`,
      refused: [{ recipient: `second@${mark}.example`, reason: `550 ${mark}` }],
      detail: `250 taken for ${mail}`,
    };
  },
};

const address = (value: string) => ({ kind: "email", value, name: mark });

const letter = {
  kind: "message",
  externalId: `<1@${mark}.example>`,
  from: address(mail),
  replyTo: address(`answers@${mark}.example`),
  via: null,
  to: [address("desk@desk.example")],
  cc: [address(`friend@${mark}.example`)],
  subject: mark,
  text: mark,
  html: `<p>${mark}</p>`,
  newText: mark,
  attachments: [{ name: file.name, mediaType: "text/plain", size: 8, contentId: null, reference: "1" }],
  sentAt: null,
  threadHints: [],
  automatic: null,
};

test("what a person says, and is called, is stored only where a table declares it as theirs", async () => {
  const storage = memoryStorage();
  const given: Table[] = [];
  const apply = (tables: readonly Table[]) => {
    given.push(...tables);
    return storage.schema.apply(tables);
  };
  const support = await createSupport({
    storage: { ...storage, schema: { ...storage.schema, apply } },
    channels: [channel],
    cases: { fields: z.object({ note: z.string() }).partial() },
    report: () => {},
  });
  const receive = (event: object, dedupeKey: string) =>
    support.receive("letters", {
      body: new TextEncoder().encode(JSON.stringify(event)),
      dedupeKey,
      receivedAt: 0,
      metadata: { "envelope-from": mail },
    });

  await receive(letter, "1");
  await receive({ unreadable: true, words: mark }, "2");
  const friend = await support.customers.create({
    name: mark,
    hostId: mark,
    fields: { note: mark },
    identities: [{ kind: "email", value: `other@${mark}.example` }],
  });
  await support.customers.recordActivity({ customerId: friend.id, type: "purchase", data: { note: mark } });
  const { id: caseId } = await support.cases.open(
    {
      customerId: friend.id,
      subject: mark,
      message: { text: mark, html: `<b>${mark}</b>`, attachments: [file] },
      tags: [mark],
      fields: { note: mark },
      channelId: "letters",
    },
    { idempotencyKey: mark },
  );
  await support.cases.note({ caseId, text: mark });
  const sent = await support.cases.reply({
    caseId,
    text: `Dear ${mark}`,
    cc: [address(mail)],
    attachments: [file],
  });
  await support.cases.reply({ caseId, text: `fail for ${mark}` });
  const { id: otherId } = await support.cases.open({ customerId: friend.id, subject: mark });
  await support.cases.link({ fromId: caseId, toId: otherId, kind: "related", reason: mark });
  await support.tick();
  const bounce = { kind: "receipt", externalId: "<2@desk.example>", messageId: sent.id, state: "bounced" };
  const blame = {
    recipient: address(`other@${mark}.example`),
    permanence: "hard",
    proven: true,
    detail: `550 ${mark}`,
  };
  await receive({ ...bounce, ...blame }, "3");
  await support.agents.create({ name: mark, email: `agent@${mark}.example`, hostId: `agent-${mark}` });

  const tables = given.filter((table): table is DefinedTable => "idPrefix" in table);
  const found = new Set<string>();
  for (const [at, declared] of personalDataOf(tables).entries())
    for (const row of await storage.find(tables[at] ?? expect.fail(), { limit: 1_000 }))
      for (const [column, value] of Object.entries(row))
        if (textOf(value).includes(mark))
          found.add(`${declared.table}.${column}: ${isTheirs(declared, column)}`);
  await support.stop();
  expect([...found].filter((place) => place.endsWith("false"))).toEqual([]);
  expect(found.size).toBeGreaterThanOrEqual(30);
});

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : JSON.stringify(value).toLowerCase();
}

function isTheirs({ erasesRows, columns }: PersonalTable, name: string): boolean {
  return erasesRows || columns.some(({ path, treatment }) => path[0] === name && treatment !== "none");
}
