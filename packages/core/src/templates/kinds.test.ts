import { describe, expect, test } from "vitest";
import * as z from "zod";
import { deskForTests, opened, somebody } from "./deskForTests.ts";

const kindsOfPlugins = {
  "stars.question": {
    variables: z.object({
      link: z.url().describe("Where the customer answers."),
      scale: z
        .array(z.object({ label: z.string() }))
        .max(5)
        .default([]),
    }),
  },
};
const question = {
  key: "stars.question",
  locale: "en",
  kind: "stars.question",
  subject: "How was it?",
  text: "{{ customer.name }}, rate {{ case.code }}: {{ link }}{% for one in scale %} {{ one.label }}{% endfor %}",
  html: null,
};
const link = "https://shop.example/rate";

async function setUp(options: Parameters<typeof deskForTests>[0] = {}) {
  const desk = deskForTests({ kindsOfPlugins, fromPlugins: [question], ...options });
  const customer = await somebody(desk, { name: "Ada" });
  const { found } = await opened(desk, customer.id);
  return { desk, customer, found };
}

describe("a kind of a plugin", () => {
  test("has its own variables beside those of every template", async () => {
    const { desk, found } = await setUp();
    const variables = { link, scale: [{ label: "good" }, { label: "bad" }] };
    expect(await desk.templates.render({ key: question.key, caseId: found.id, variables })).toMatchObject({
      subject: "How was it?",
      text: `Ada, rate ${found.code}: ${link} good bad`,
    });
  });

  test.each([
    ["a missing one", {}, /link/],
    ["a wrong one", { link: "nowhere" }, /link/],
    ["one that the kind does not have", { link, lnk: link }, /lnk/],
    ["one of every template", { link, customer: { name: "Eve" } }, /customer/],
    ["a wrong one inside a list", { link, scale: [{ label: 5 }] }, /scale\.0\.label/],
  ])("refuses %s", async (_, variables, message) => {
    const { desk, found } = await setUp();
    const rendering = desk.templates.render({ key: question.key, caseId: found.id, variables });
    await expect(rendering).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringMatching(message),
    });
  });

  test("is checked when a tenant saves its own text, and takes its place", async () => {
    const { desk, found } = await setUp();
    const own = { key: question.key, locale: "en", kind: question.kind };
    await expect(desk.templates.save({ ...own, text: "{{ lnk }}" })).rejects.toMatchObject({
      code: "TEMPLATE_INVALID",
      message: expect.stringContaining('Did you mean "link"?'),
    });
    await desk.templates.save({ ...own, text: "Go to {{ link }}" });
    expect(
      await desk.templates.render({ key: question.key, caseId: found.id, variables: { link } }),
    ).toMatchObject({ text: `Go to ${link}` });
  });

  test("lists its variables for editors; a misspelt one gets a suggestion", async () => {
    const { desk } = await setUp();
    const variables = await desk.templates.variables({ kind: "stars.question" });
    expect(variables).toContainEqual({ path: "link", type: "text", about: "Where the customer answers." });
    await expect(desk.templates.variables({ kind: "stars.qestion" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining('Did you mean "stars.question"?'),
    });
  });

  test("can't hide a variable that every template has", () => {
    const hiding = { "stars.question": { variables: z.object({ desk: z.string() }) } };
    expect(() => deskForTests({ kindsOfPlugins: hiding })).toThrow(/variable "desk"/);
  });
});

describe("a template without a case", () => {
  test("is filled in for a customer", async () => {
    const { desk, customer } = await setUp();
    await desk.templates.save({ key: "hello", locale: "en", text: "Hi {{ customer.name }}" });
    expect(await desk.templates.render({ key: "hello", customerId: customer.id })).toMatchObject({
      text: "Hi Ada",
    });
  });

  test.each(["{{ case.code }}", "{{ sla.firstReplyDue }}", "{% if case.tags.first %}x{% endif %}"])(
    "is refused where it speaks of one: %s",
    async (text) => {
      const { desk, customer } = await setUp();
      await desk.templates.save({ key: "hello", locale: "en", text });
      await expect(desk.templates.render({ key: "hello", customerId: customer.id })).rejects.toMatchObject({
        code: "INVALID_INPUT",
        message: expect.stringContaining("Pass caseId"),
      });
    },
  );

  test("speaks of nobody without a customer", async () => {
    const { desk } = await setUp();
    await desk.templates.save({ key: "hello", locale: "en", text: "Hi {{ customer.name }}" });
    await desk.templates.save({ key: "bye", locale: "en", text: "Bye" });
    await expect(desk.templates.render({ key: "hello" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await desk.templates.render({ key: "bye" })).toMatchObject({ text: "Bye" });
    await expect(desk.templates.render({ key: "bye", customerId: "cus_none" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("a template that is sent", () => {
  const variables = { link };
  const send = async ({ desk, found }: Awaited<ReturnType<typeof setUp>>) =>
    desk.templates.send({ key: question.key, caseId: found.id, variables });

  test("is an automatic message to the requester, and no reply", async () => {
    const at = await setUp();
    const { messageId, withheld } = await send(at);
    expect(withheld).toBeNull();
    const { rows } = await at.desk.cases.messages({ caseId: at.found.id });
    expect(rows.find(({ id }) => id === messageId)).toMatchObject({
      direction: "out",
      automatic: "stars.question",
      authorKind: "system",
      subject: "How was it?",
      to: [{ value: "ada@example.com", name: null }],
      deliveryState: "queued",
    });
    const found = await at.desk.cases.get({ caseId: at.found.id });
    expect(found).toMatchObject({ firstRepliedAt: null, lastAgentMessageAt: null, status: at.found.status });
  });

  test("keeps to the caps on automatic messages", async () => {
    const at = await setUp({ caps: { perCase: 2 } });
    expect(await send(at)).toMatchObject({ withheld: null });
    expect(await send(at)).toEqual({ messageId: null, withheld: "capped" });
    expect((await at.desk.cases.messages({ caseId: at.found.id })).rows).toHaveLength(3);
  });

  test("is withheld from spam", async () => {
    const at = await setUp();
    await at.desk.cases.markSpam({ caseId: at.found.id });
    expect(await send(at)).toEqual({ messageId: null, withheld: "spam" });
  });

  test("is withheld from somebody without an address", async () => {
    const desk = deskForTests({ kindsOfPlugins, fromPlugins: [question] });
    const customer = await desk.customers.create({ name: "Ada" });
    const found = await desk.cases.open({ customerId: customer.id, subject: "Hello" });
    expect(await send({ desk, customer, found })).toEqual({ messageId: null, withheld: "unreachable" });
  });

  test("is filled in before anything is counted", async () => {
    const at = await setUp();
    const before = await at.desk.slots();
    await expect(
      at.desk.templates.send({ key: question.key, caseId: at.found.id, variables: {} }),
    ).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await at.desk.slots()).toBe(before);
  });
});
