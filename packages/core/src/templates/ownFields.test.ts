import { expect, test } from "vitest";
import { createSupport } from "../index.ts";
import { memoryStorage } from "../memory/index.ts";

async function desk() {
  const support = await createSupport({ storage: memoryStorage() });
  await support.fields.create({ key: "order_number", label: "Order number", type: "text" });
  await support.fields.create({
    ...{ key: "sizes", label: "Sizes", type: "multiselect" },
    options: [
      { value: "s", label: "S" },
      { value: "m", label: "M" },
    ],
  });
  return support;
}

const order = "{{ case.fields.order_number }}";
const misspelt = expect.objectContaining({
  code: "TEMPLATE_INVALID",
  message: expect.stringContaining('Did you mean "case.fields.order_number"?'),
});

test("templates, macros and signatures can name fields that were made at run time", async () => {
  const support = await desk();
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  const fields = Object({ order_number: "A-1", sizes: ["s", "m"] });
  const { id: caseId } = await support.cases.open({ customerId, subject: "Order", fields });
  await support.templates.save({
    ...{ key: "order", locale: "en" },
    text: `${order}{% for size in case.fields.sizes %} {{ size }}{% endfor %}`,
  });
  expect((await support.templates.render({ key: "order", caseId })).text).toBe("A-1 s m");
  expect((await support.templates.preview({ text: order, caseId })).text).toBe("A-1");
  await support.macros.save({ name: "Order", note: order, changes: {} });
  await support.agents.create({ name: "Bea", signature: order });
  await support.brands.create({ key: "blue", name: "Blue", signatures: [{ text: order }] });
});

test("a misspelt one is refused wherever templates are written, with the nearest", async () => {
  const support = await desk();
  const text = "{{ case.fields.order_numbr }}";
  for (const call of [
    () => support.templates.save({ key: "order", locale: "en", text }),
    () => support.templates.preview({ text }),
    () => support.macros.save({ name: "Order", note: text, changes: {} }),
    () => support.agents.create({ name: "Bea", signature: text }),
    () => support.brands.create({ key: "blue", name: "Blue", signatures: [{ text }] }),
  ])
    await expect(call()).rejects.toEqual(misspelt);
});

test("editors are shown them, and one that is archived is empty where templates still name it", async () => {
  const support = await desk();
  const { id: customerId } = await support.customers.create({ name: "Ada" });
  const fields = Object({ order_number: "A-1" });
  const { id: caseId } = await support.cases.open({ customerId, subject: "Order", fields });
  const shown = async () =>
    (await support.templates.variables()).filter(({ path }) => path.startsWith("case.fields."));
  expect(await shown()).toEqual([
    { path: "case.fields.order_number", type: "text", about: "Order number" },
    { path: "case.fields.sizes", type: "list", about: "Sizes" },
    { path: "case.fields.sizes[0]", type: "text", about: null },
  ]);
  await support.templates.save({ key: "order", locale: "en", text: `Order ${order}` });
  await support.fields.archive({ key: "order_number" });
  expect((await shown()).map(({ path }) => path)).not.toContain("case.fields.order_number");
  expect((await support.templates.render({ key: "order", caseId })).text).toBe("Order");
});
