import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { events } from "../kernel/index.ts";
import { memoryStorage } from "../memory/index.ts";
import { createSupport } from "../support.ts";
import { auditBlocks, auditEntries } from "./schema.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
/** Sorted by hand: independent of the code under test. */
const sorted = (value: object) => JSON.stringify(Object.fromEntries(Object.entries(value).sort()));

test("a chain can be checked with nothing but SHA-256 and what the documentation says of the format", async () => {
  const storage = memoryStorage();
  const support = await createSupport({ storage });
  await support.customers.create({ name: "Ada" });
  await support.audit.seal();
  await support.customers.create({ name: "Bob" });
  const head = await support.audit.seal();

  let previousHash = "0".repeat(64);
  for (const block of await storage.find(auditBlocks, { orderBy: [{ field: "sequence" }], limit: 10 })) {
    const [list] = await storage.get(auditEntries, [block]);
    for (const [at, [id, envelope, data]] of (list?.entries ?? []).entries()) {
      const [event] = await storage.get(events, [{ tenantId: block.tenantId, id }]);
      if (event === undefined) throw new Error(`${id} is gone.`);
      const { data: facts, actor, ...rest } = event;
      const written = sorted({ ...rest, actor: JSON.parse(sorted(actor)) });
      expect(envelope).toBe(sha256(`heedkit audit 1 event\n${written}`));
      expect(data).toBe(sha256(`heedkit audit 1 data\n${list?.salts[at]}\n${sorted(facts)}`));
    }
    expect(block.entriesHash).toBe(sha256(`heedkit audit 1 entries\n${JSON.stringify(list?.entries)}`));
    expect(block.previousHash).toBe(previousHash);
    const { id: _id, hash, ...columns } = block;
    expect(hash).toBe(sha256(`heedkit audit 1 block\n${sorted(columns)}`));
    previousHash = hash;
  }
  expect(head.hash).toBe(previousHash);
  expect(head.sequence).toBe(2);
});
