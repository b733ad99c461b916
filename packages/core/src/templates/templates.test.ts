import { describe, expect, test } from "vitest";
import * as z from "zod";
import { deskForTests, opened, somebody } from "./deskForTests.ts";

const welcome = { key: "welcome", locale: "en", text: "Hello {{ customer.name }}, {{ case.code }}" };

describe("saving a template", () => {
  test("again without a change leaves its version, with a change makes the next", async () => {
    const desk = deskForTests();
    const first = await desk.templates.save(welcome);
    expect(await desk.templates.save(welcome)).toEqual(first);
    const second = await desk.templates.save({ ...welcome, text: "Hi" });
    expect([first.version, second.version, second.id]).toEqual([1, 2, first.id]);
  });

  test("over a version that somebody has changed in between is refused", async () => {
    const desk = deskForTests();
    await desk.templates.save({ ...welcome, expectedVersion: 0 });
    await expect(desk.templates.save({ ...welcome, text: "Hi", expectedVersion: 0 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect((await desk.templates.save({ ...welcome, text: "Hi", expectedVersion: 1 })).version).toBe(2);
  });

  test("keeps one kind under a key", async () => {
    const desk = deskForTests();
    await desk.templates.save(welcome);
    await expect(desk.templates.save({ ...welcome, locale: "de", kind: "acknowledgement" })).rejects.toThrow(
      'Templates under "welcome" are of the kind reply.',
    );
    await expect(desk.templates.save({ ...welcome, key: "acknowledgement" })).rejects.toThrow(
      "of the kind acknowledgement",
    );
  });

  test("needs the permission to write templates", async () => {
    const desk = deskForTests();
    const agent = await desk.agents.create({ name: "Bea" });
    await expect(desk.as({ kind: "agent", id: agent.id }).templates.save(welcome)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  test("spells its locale one way", async () => {
    const desk = deskForTests();
    await desk.templates.save({ ...welcome, locale: "DE-at" });
    expect((await desk.templates.get({ key: "welcome", locale: "de-AT" })).locale).toBe("de-AT");
    await expect(desk.templates.save({ ...welcome, locale: "german!" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});

describe("rendering a template", () => {
  test("takes the customer's language, else the next best, else the desk's", async () => {
    const desk = deskForTests({ templates: { locale: "fr" } });
    for (const locale of ["de", "de-AT", "fr"])
      await desk.templates.save({ ...welcome, locale, text: `in ${locale}` });
    const textFor = async (locale: string, email: string) => {
      const customer = await somebody(desk, { locale, email });
      const { found } = await opened(desk, customer.id);
      return (await desk.templates.render({ key: "welcome", caseId: found.id })).text;
    };
    expect(await textFor("de-AT", "a@example.com")).toBe("in de-AT");
    expect(await textFor("de-CH", "b@example.com")).toBe("in de");
    expect(await textFor("sv", "c@example.com")).toBe("in fr");
  });

  test("fills in the case, the customer, the agent and the host's own fields", async () => {
    const desk = deskForTests({
      cases: { fields: z.object({ orderNumber: z.string().optional() }) },
      templates: { deskName: "Shop" },
    });
    const agent = await desk.agents.create({ name: "Bea" });
    const ada = await somebody(desk, { name: "Ada <b>" });
    const { found } = await opened(desk, ada.id);
    await desk.cases.update({ caseId: found.id, fields: { orderNumber: "A-1" } });
    const line =
      "{{ customer.name }} {{ case.code }} {{ case.fields.orderNumber }} {{ agent.name }} {{ desk.name }}";
    await desk.templates.save({
      key: "all",
      locale: "en",
      subject: "{{ case.subject }}\n\nBcc: x@example.com",
      text: line,
      html: `<p>${line}</p>`,
    });
    const rendered = await desk
      .as({ kind: "agent", id: agent.id })
      .templates.render({ key: "all", caseId: found.id });
    expect(rendered).toMatchObject({
      subject: "Where is my parcel? Bcc: x@example.com",
      text: `Ada <b> ${found.code} A-1 Bea Shop`,
      html: `<p>Ada &lt;b&gt; ${found.code} A-1 Bea Shop</p>`,
    });
  });

  test("says which locales were looked in when there is none", async () => {
    const desk = deskForTests();
    const { found } = await opened(desk, (await somebody(desk)).id);
    await expect(desk.templates.render({ key: "nothing", caseId: found.id })).rejects.toThrow(
      'There is no template "nothing" in en',
    );
  });

  test("of a draft neither saves it nor accepts what saving would refuse", async () => {
    const desk = deskForTests();
    const { found } = await opened(desk, (await somebody(desk)).id);
    const draft = { text: "{{ case.code }}", caseId: found.id };
    expect((await desk.templates.preview(draft)).text).toBe(found.code);
    await expect(desk.templates.preview({ ...draft, text: "{{ case.cod }}" })).rejects.toThrow(
      "in the draft",
    );
    expect((await desk.templates.list()).rows).toEqual([]);
  });
});

test("a tenant's own template hides the built-in one, which is back when it is removed", async () => {
  const desk = deskForTests();
  const place = { key: "acknowledgement", locale: "en" };
  await desk.templates.save({ ...place, kind: "acknowledgement", text: "Own" });
  expect((await desk.templates.get(place)).text).toBe("Own");
  await desk.templates.remove(place);
  expect((await desk.templates.get(place)).text).toContain("Your tracking code is");
  await expect(desk.templates.remove(place)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("editors get every variable of a kind", async () => {
  const variables = await deskForTests().templates.variables({ kind: "acknowledgement" });
  expect(variables.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["case.code", "sla.firstReplyDue", "articles[0].title"]),
  );
});

describe("a plugin's template", () => {
  const plugin = { locale: "en", subject: null, html: null } as const;

  test("may be what a macro replies with, and keeps its kind", async () => {
    const thanks = { ...plugin, key: "shop.thanks", kind: "reply", text: "Thanks" } as const;
    const desk = deskForTests({ fromPlugins: [thanks] });
    const { found } = await opened(desk, (await somebody(desk)).id);
    const macro = await desk.macros.save({ name: "Thanks", reply: { from: "template", key: thanks.key } });
    await desk.macros.apply({ macroId: macro.id, caseId: found.id });
    expect((await desk.cases.messages({ caseId: found.id })).rows.at(-1)?.text).toBe("Thanks");
    const other = { key: thanks.key, locale: "de", kind: "acknowledgement", text: "x" } as const;
    await expect(desk.templates.save(other)).rejects.toThrow("of the kind reply");
  });

  test("acknowledges instead of the built-in one, which steps in when it fails", async () => {
    const text = "{% for x in customer.fields.list %}{{ x }}{{ x }}{% endfor %}From the plugin";
    const desk = deskForTests({
      fromPlugins: [{ ...plugin, key: "acknowledgement", kind: "acknowledgement", text }],
    });
    const ada = await somebody(desk);
    expect((await opened(desk, ada.id)).acknowledgement?.text).toBe("From the plugin");
    await desk.customers.update({
      customerId: ada.id,
      fields: { list: Array.from({ length: 30_000 }, () => 1) },
    });
    expect((await opened(desk, ada.id)).acknowledgement?.text).toContain("Your tracking code is");
  });
});
