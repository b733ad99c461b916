import type { Address } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { mailbox, twoBrands } from "./harness/branded.ts";
import { ada, person } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const speaking = {
  templates: {
    deskName: "The desk",
    deskUrl: "https://desk.example",
    contact: { phone: "+1 555 1", chatUrl: "https://desk.example/chat" },
  },
};

export function brandVoiceTests(options: DeskSuiteOptions): void {
  describe("what is said in the name of a brand", () => {
    test("an acknowledgement bears its name and contact; what it leaves out is the desk's", () =>
      onDesk(
        options,
        async (desk) => {
          const { support, hear, letters } = desk;
          await twoBrands(desk);
          await support.brands.update({ brandId: "blue", contact: { phone: "+43 1 234567" }, locale: "de" });
          await hear({ to: [mailbox("blue")] });
          await hear({ to: [mailbox("red")], from: person("Bo") });
          await hear({ from: person("Cy") });
          await support.tick();
          const sentTo = ({ value }: Address) =>
            letters.handed.find(({ message }) => message.to.some((one) => one.value === value))?.message;
          const [blue, red, none] = [ada, person("Bo"), person("Cy")].map(sentTo);
          expect(blue).toMatchObject({ brandName: "Blue Shoes", authorName: null, automatic: true });
          expect(blue?.text).toContain("Blue Shoes");
          expect(blue?.text).toContain("+43 1 234567");
          expect(blue?.text).not.toMatch(/desk\.example\/chat|The desk|\+1 555 1/);
          expect(blue?.text).toContain("Guten Tag");
          expect(red?.text).toContain("Red Hats");
          expect(red?.text).toContain("+1 555 1");
          expect(none).toMatchObject({ brandName: null, from: null });
          expect(none?.text).toContain("The desk");
        },
        speaking,
      ));

    test("its templates go first: in the customer's language, then in those fallen back to, then the desk's", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const [blue] = await twoBrands(desk);
        const save = (locale: string, text: string, brandId: string | null = null) =>
          support.templates.save({ key: "hello", locale, text, brandId });
        await save("en", "desk en {{ desk.name }}");
        await save("de", "desk de {{ brand.name }}");
        await save("fr", "desk fr");
        const { id: customerId } = await support.customers.create({ name: "Ada", locale: "de-AT" });
        const { id: caseId } = await support.cases.open({ customerId, subject: "Hi", brandId: "blue" });
        const text = async (more = {}) =>
          (await support.templates.render({ key: "hello", caseId, ...more })).text;
        expect(await text()).toBe("desk de Blue Shoes");
        await save("en", "blue en {{ desk.name }}", "blue");
        expect(await text()).toBe("blue en Blue Shoes");
        await save("de", "blue de {{ brand.key }}", "blue");
        expect(await text()).toBe("blue de blue");
        expect(await text({ locale: "fr" })).toBe("blue en Blue Shoes");
        expect(await text({ brandId: "red" })).toBe("desk de Red Hats");
        expect(await text({ brandId: null })).toBe("desk de");
        await save("de", "blue de {{ brand.key }}", blue.id);
        const { rows } = await support.templates.list({ key: "hello", brandId: "blue" });
        expect(rows.map(({ locale, version }) => [locale, version])).toEqual([
          ["de", 1],
          ["en", 1],
        ]);
        expect((await support.templates.list({ key: "hello", brandId: null })).rows).toHaveLength(3);
        expect((await support.templates.list({ key: "hello" })).rows).toHaveLength(5);
        expect(await support.templates.get({ key: "hello", locale: "de", brandId: "blue" })).toMatchObject({
          brandId: blue.id,
          text: "blue de {{ brand.key }}",
        });
        const acknowledgement = { key: "acknowledgement", locale: "en", brandId: "blue" };
        await expect(support.templates.get(acknowledgement)).rejects.toMatchObject({ code: "NOT_FOUND" });
        await support.templates.remove({ key: "hello", locale: "de", brandId: "blue" });
        expect(await text()).toBe("blue en Blue Shoes");
        await support.brands.archive({ brandId: "red" });
        await expect(save("de", "red", "red")).rejects.toMatchObject({ code: "ARCHIVED" });
      }));

    test("its own acknowledgement is sent, from the next case on", () =>
      onDesk(
        options,
        async (desk) => {
          const { support, hear, letters } = desk;
          await twoBrands(desk);
          await hear({ to: [mailbox("blue")] });
          await support.templates.save({
            key: "acknowledgement",
            locale: "en",
            kind: "acknowledgement",
            text: "Blue got {{ case.code }}",
            brandId: "blue",
          });
          const opened = await hear({ to: [mailbox("blue")], from: person("Bo") });
          const other = await hear({ to: [mailbox("red")], from: person("Cy") });
          await support.tick();
          const textOf = ({ code }: { readonly code: string }) =>
            letters.handed.find(({ message }) => message.trackingCode === code)?.message.text;
          expect(textOf(opened)).toBe(`Blue got ${opened.code}`);
          expect(textOf(other)).toContain("Red Hats");
        },
        speaking,
      ));

    test("a reply is sent from the brand's address that the customer wrote to, where the channel may", () =>
      onDesk(options, async (desk) => {
        const { support, hear, letters } = desk;
        await twoBrands(desk);
        await support.brands.update({
          brandId: "blue",
          addresses: ["help@blue.example", "first@desk.example", "blue@desk.example"],
        });
        const { id: caseId, customerId } = await hear({ to: [mailbox("blue+77")], externalId: "<1@x>" });
        const { id: other } = await support.cases.open({ customerId, subject: "Hi", brandId: "blue" });
        for (const id of [caseId, other]) {
          await support.cases.reply({ caseId: id, text: "Hello" });
          await support.tick();
        }
        expect(letters.handed.map(({ message }) => message.from)).toEqual([
          { kind: "email", value: "blue@desk.example", name: "Blue Shoes" },
          { kind: "email", value: "first@desk.example", name: "Blue Shoes" },
        ]);
        // No address of this brand is one that the channel may send from.
        await support.brands.update({ brandId: "blue", addresses: ["help@blue.example"] });
        await support.cases.reply({ caseId, text: "More" });
        await support.tick();
        expect(letters.handed.at(-1)?.message).toMatchObject({ brandName: "Blue Shoes", from: null });
      }));
  });
}
