import { type Channel, createSupport, type InboundMessage, type Storage } from "@heedkit/core";
import { type Bound, type SqliteValue, SqlTables, sqliteDialect } from "@heedkit/storage-sql";
import { expect, onTestFinished, test } from "vitest";
import { sqliteStorage } from "./index.ts";
import { hostConnection, temporaryPath } from "./testing/desk.ts";

const email = (value: string) => ({ kind: "email", value, name: null });

const first: InboundMessage = {
  kind: "message",
  externalId: "<first@customers.example>",
  from: email("ann@customers.example"),
  to: [email("support@desk.example"), email("bea@customers.example")],
  cc: [email("cem@customers.example"), email("dee@elsewhere.example")],
  subject: "Parcel",
  text: "Where is my parcel?",
  newText: "Where is my parcel?",
  html: null,
  attachments: [],
  sentAt: null,
  threadHints: [],
  automatic: null,
  language: "en",
};

const mails: Readonly<Record<string, InboundMessage>> = {
  "a first mail": first,
  "the same mail once more": first,
  "a reply by its author": {
    ...first,
    externalId: "<second@customers.example>",
    subject: "Re: Parcel",
    text: "Any news?",
    newText: "Any news?",
    threadHints: [{ by: "reference", externalId: "<first@customers.example>" }],
  },
  "a reply by somebody in copy": {
    ...first,
    externalId: "<third@elsewhere.example>",
    from: email("dee@elsewhere.example"),
    to: [email("ann@customers.example"), email("eve@elsewhere.example")],
    text: "I would like to know too.",
    newText: "I would like to know too.",
    threadHints: [{ by: "reference", externalId: "<second@customers.example>" }],
  },
};

const mailbox: Channel = {
  specVersion: 1,
  id: "mailbox",
  kind: "email",
  capabilities: {
    receive: true,
    deliver: true,
    html: true,
    attachments: false,
    subject: true,
    listens: false,
  },
  parse: async ({ metadata }) => [mails[String(metadata.mail)] ?? first],
  deliver: async ({ messageId }) => ({
    externalId: `<${messageId}@desk.example>`,
    refused: [],
    detail: null,
  }),
};

/** A storage that notes every query in the SQL that SQLite runs. */
function noting(storage: Storage, noted: Bound<SqliteValue | null>[]): Storage {
  const tables = new SqlTables(sqliteDialect, "heedkit_");
  return {
    ...storage,
    find(table, query) {
      noted.push(tables.of(table).find(query));
      return storage.find(table, query);
    },
  };
}

// A query that no index serves costs the more the more customers a desk has, and is not seen on the few of a test.
test("every read of taking in a mail is served by an index, whatever the number of customers", async () => {
  const path = temporaryPath();
  const noted: Bound<SqliteValue | null>[] = [];
  const support = await createSupport({
    storage: noting(sqliteStorage({ path }), noted),
    channels: [mailbox],
  });
  onTestFinished(() => support.stop());

  const outcomes: string[] = [];
  for (const mail of Object.keys(mails)) {
    const raw = { body: new Uint8Array([1]), dedupeKey: mail, receivedAt: 0, metadata: { mail } };
    outcomes.push((await support.receive(mailbox.id, raw)).outcome);
  }
  expect(outcomes).toEqual(["accepted", "duplicate", "accepted", "accepted"]);

  const database = hostConnection(path);
  const slow = noted.flatMap(({ sql, values }) =>
    database
      .prepare(`explain query plan ${sql}`)
      .all(...values)
      .map(({ detail }) => String(detail))
      // Found by the tenant alone, all its rows are looked at.
      .filter((detail) => /^SCAN (?!CONSTANT)|\(tenant_id=\?\)$/.test(detail))
      .map((detail) => `${detail}: ${sql}`),
  );
  expect(noted.length).toBeGreaterThan(10);
  expect(slow).toEqual([]);
});
