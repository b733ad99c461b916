import { expect, test } from "vitest";
import { deskForTests } from "../templates/deskForTests.ts";
import { plainInput } from "./plainInput.ts";

const names = ["__proto__", "constructor", "prototype"];

test.each(names)("the name %s is refused wherever it stands, and no object changes", async (name) => {
  const evil: unknown = JSON.parse(
    `{ "${name}": { "polluted": "yes", "prototype": { "polluted": "yes" } } }`,
  );
  for (const given of [evil, { fields: evil }, { list: [1, { deep: evil }] }])
    expect(() => plainInput(given, "a call")).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  const desk = deskForTests();
  const refused = { code: "INVALID_INPUT" };
  const fields = Object.fromEntries([["a", evil]]);
  await expect(desk.customers.create({ name: "Ada", fields })).rejects.toMatchObject(refused);
  const { id: customerId } = await desk.customers.create({ name: "Ada" });
  await expect(desk.cases.open({ customerId, subject: "x", fields })).rejects.toMatchObject(refused);
  await expect(desk.customers.recordActivity({ customerId, type: "x", data: fields })).rejects.toMatchObject(
    refused,
  );
  const bare: Readonly<Record<string, unknown>> = {};
  expect(bare.polluted).toBeUndefined();
  expect(Reflect.get(Object, "polluted")).toBeUndefined();
});

test("a copy has no prototype but that of all objects, and shares nothing with what was given", () => {
  const inherited: unknown = Object.create({ kind: "host" });
  expect(() => plainInput(inherited, "a call")).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  const given = { list: [{ a: 1 }] };
  const copy = plainInput(given, "a call");
  given.list.push({ a: 2 });
  expect(copy).toEqual({ list: [{ a: 1 }] });
});
