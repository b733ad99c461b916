import { expect, test } from "vitest";
import { memoryStorage } from "../memory/index.ts";
import { createSupport } from "../support.ts";

test("what one wrote in a case of the other is given back, however many messages the case has", async () => {
  const support = await createSupport({ storage: memoryStorage() });
  const { id: fromId } = await support.customers.create({ name: "Ada" });
  const { id: intoId } = await support.customers.create({ name: "Mallory" });
  const { id: caseId } = await support.cases.open({
    customerId: intoId,
    subject: "Long",
    message: { text: "0" },
  });
  for (let count = 0; count < 1_050; count++) await support.cases.note({ caseId, text: "." });
  const merge = await support.customers.merge({ fromId, intoId });
  const asAda = support.as({ kind: "customer", id: fromId });
  const sent = [];
  for (const text of ["one", "two"]) sent.push(await asAda.cases.addCustomerMessage({ caseId, text }));
  await support.customers.undoMerge({ mergeId: merge.id });
  const { rows } = await asAda.cases.list();
  expect(rows).toHaveLength(1);
  const said = await asAda.cases.messages({ caseId: rows[0]?.id ?? "" });
  expect(said.rows.map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
  expect(
    (await support.customers.timeline({ customerId: intoId })).rows.map(({ data }) => data.text),
  ).not.toContain("one");
});
