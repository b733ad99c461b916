import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createSupport } from "../index.ts";
import { memoryStorage } from "../memory/index.ts";

const fields = z.object({
  orderId: z.string().meta({ customer: "write" }).optional(),
  refund: z.enum(["none", "granted"]).meta({ customer: "read" }).default("none"),
  risk: z.number().nullable().default(0),
});

async function setUp() {
  const support = await createSupport({ storage: memoryStorage(), cases: { fields } });
  const ada = await support.customers.create({ name: "Ada" });
  return { support, ada, customer: support.as({ kind: "customer", id: ada.id }) };
}

describe("the host's own fields", () => {
  test("customers see those that are marked for them, in every answer", async () => {
    const { support, ada, customer } = await setUp();
    const made = await customer.cases.open({
      customerId: ada.id,
      subject: "Late",
      fields: { orderId: "o-1" },
    });
    const theirs = { orderId: "o-1", refund: "none" };
    expect(made.fields).toEqual(theirs);
    expect((await customer.cases.get({ caseId: made.code })).fields).toEqual(theirs);
    expect((await customer.cases.list()).rows.map((row) => row.fields)).toEqual([theirs]);
    expect((await customer.cases.followUp({ caseId: made.id })).fields).toEqual(theirs);
    expect((await support.cases.get({ caseId: made.id })).fields).toEqual({ ...theirs, risk: 0 });
    await support.stop();
  });

  test.each([
    ["to read", { refund: "granted" }],
    ["hidden", { risk: 9 }],
    ["unknown", { nothing: 1 }],
  ])("customers can't set one that is %s", async (_, given) => {
    const { support, ada, customer } = await setUp();
    await expect(
      Reflect.apply(customer.cases.open, null, [{ customerId: ada.id, subject: "Late", fields: given }]),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
    await support.stop();
  });

  test("a mark that means nothing is refused at start", async () => {
    const misspelt = z.object({ orderId: z.string().meta({ customer: "raed" }).nullable() });
    await expect(
      createSupport({ storage: memoryStorage(), cases: { fields: misspelt } }),
    ).rejects.toMatchObject({
      code: "INVALID_CONFIGURATION",
      message: expect.stringContaining('cases.fields.orderId: meta({ customer }) must be "read" or "write"'),
    });
  });
});

describe("an empty message", () => {
  test.each([
    ["nothing", { text: "" }],
    ["blanks", { text: " \n\t\u00a0\u200b" }],
    ["HTML without words", { text: "", html: "<p>&nbsp;<br></p>" }],
  ])("with %s is refused, whoever writes it", async (_, body) => {
    const { support, ada, customer } = await setUp();
    const { id: caseId } = await support.cases.open({ customerId: ada.id, subject: "Late" });
    const calls = [
      support.cases.reply({ caseId, ...body }),
      support.cases.note({ caseId, ...body }),
      customer.cases.addCustomerMessage({ caseId, ...body }),
      customer.cases.open({ customerId: ada.id, subject: "Late", message: body }),
    ];
    for (const call of await Promise.allSettled(calls))
      expect(call).toMatchObject({ status: "rejected", reason: { code: "INVALID_INPUT" } });
    expect((await support.cases.messages({ caseId })).rows).toEqual([]);
    await support.stop();
  });

  test.each([
    ["a file", { text: "", attachments: [{ name: "a", mediaType: "a/b", bytes: new Uint8Array(1) }] }],
    ["a picture", { text: "", html: '<img src="cid:a">' }],
    ["an emoji of several parts", { text: "👩‍💻" }],
  ])("is none with %s", async (_, body) => {
    const { support, ada } = await setUp();
    const { id: caseId } = await support.cases.open({ customerId: ada.id, subject: "Late" });
    await support.cases.reply({ caseId, ...body });
    expect((await support.cases.messages({ caseId })).rows).toHaveLength(1);
    await support.stop();
  });

  test("a copy goes to an address", async () => {
    const { support, ada } = await setUp();
    const { id: caseId } = await support.cases.open({ customerId: ada.id, subject: "Late" });
    const cc = [{ kind: "email", value: "not an address" }];
    await expect(support.cases.reply({ caseId, text: "Hello", cc })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await support.stop();
  });
});

test("cases are named by id or tracking code, and their links are listed by page", async () => {
  const { support, ada } = await setUp();
  const open = () => support.cases.open({ customerId: ada.id, subject: "Late" });
  const [first, second, third] = [await open(), await open(), await open()];
  await support.cases.link({ fromId: first.code, toId: second.code, kind: "related" });
  await support.cases.link({ fromId: third.id, toId: first.id, kind: "related" });
  const { rows, next } = await support.cases.links({ caseId: first.code, limit: 1 });
  expect(rows).toMatchObject([{ fromId: first.id, toId: second.id }]);
  const rest = await support.cases.links({ caseId: first.id, limit: 1, after: next ?? undefined });
  expect(rest.rows).toMatchObject([{ fromId: third.id }]);
  await support.cases.solve({ caseId: third.code });
  const merged = await support.cases.merge({ fromId: second.code, intoId: first.code });
  expect(merged.disclosures).toMatchObject([{ customerId: ada.id }]);
  await support.stop();
});
