import { describe, expect, test } from "vitest";
import { mailbox, twoBrands } from "./harness/branded.ts";
import { letter, person } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import { rawOf, scriptedChannel } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const noSuchVariable = {
  code: "TEMPLATE_INVALID",
  message: expect.stringContaining('Did you mean "agent.name"?'),
};

export function signatureTests(options: DeskSuiteOptions): void {
  describe("signatures", () => {
    test("a person's reply ends with the agent's, else the brand's; what they wrote stays as it is", () =>
      onDesk(options, async (desk) => {
        const { support, hear, hire, letters } = desk;
        await twoBrands(desk);
        await support.brands.update({
          brandId: "blue",
          signatures: [{ text: "Your team at {{ brand.name }}", html: "<b>{{ brand.name }}</b>" }],
        });
        const { id: caseId } = await hear({ to: [mailbox("blue")] });
        const signing = await hire("agent", "Mia");
        const plain = await hire("agent", "Max");
        await support.agents.update({
          agentId: signing.id,
          signature: "{{ agent.name }}\n{{ brand.name }} {{ desk.url }}",
        });
        const reply = await signing.desk.cases.reply({ caseId, text: "Hello" });
        await support.tick();
        await plain.desk.cases.reply({ caseId, text: "Hello" });
        await support.cases.reply({ caseId, text: "Hello" });
        await support.tick();
        const signatures = letters.handed.map(({ message }) => message.signature);
        expect(signatures[0]).toEqual({
          text: "Mia\nBlue Shoes",
          html: expect.stringContaining("Mia<br>\nBlue Shoes"),
        });
        const ofBrand = { text: "Your team at Blue Shoes", html: "<b>Blue Shoes</b>" };
        expect(signatures.slice(1)).toEqual([ofBrand, ofBrand]);
        expect(letters.handed.map(({ message }) => message.text)).toEqual(["Hello", "Hello", "Hello"]);
        const { rows } = await support.cases.messages({ caseId });
        expect(rows.find(({ id }) => id === reply.id)).toMatchObject({
          text: "Hello",
          newText: "Hello",
          signature: { text: "Mia\nBlue Shoes", html: null },
        });
        // What was sent is what stays, whatever the signature says later.
        await support.agents.update({ agentId: signing.id, signature: null });
        expect(
          (await support.cases.messages({ caseId })).rows.find(({ id }) => id === reply.id)?.signature?.text,
        ).toBe("Mia\nBlue Shoes");
      }));

    test("is that of the reader's language", () =>
      onDesk(options, async (desk) => {
        const { support, letters } = desk;
        await twoBrands(desk);
        const signatures = [{ locale: "en", text: "Yours" }, { locale: "de", text: "Grüße" }, { text: "~" }];
        await support.brands.update({ brandId: "blue", signatures });
        for (const locale of ["de-AT", "en-GB", "fr"]) {
          const { id: customerId } = await support.customers.create({
            name: locale,
            locale,
            identities: [{ kind: "email", value: `${locale.toLowerCase()}@example.com`, verified: true }],
          });
          const { id } = await support.cases.open({ customerId, subject: "Hi", brandId: "blue" });
          await support.cases.reply({ caseId: id, text: "Hello" });
          await support.tick();
        }
        expect(letters.handed.map(({ message }) => message.signature?.text)).toEqual(["Grüße", "Yours", "~"]);
      }));

    test("is there once, also where the text ends with it already", () =>
      onDesk(options, async (desk) => {
        const { support, hear, hire, letters } = desk;
        await twoBrands(desk);
        await support.brands.update({ brandId: "blue", signatures: [{ text: "Best,\n{{ brand.name }}" }] });
        const { id: caseId } = await hear({ to: [mailbox("blue")] });
        const mia = await hire("agent", "Mia");
        await support.agents.update({ agentId: mia.id, signature: "{{ agent.name }}" });
        for (const text of ["Hello\n-- \nMia \n", "Hello\n\nBest,\nBlue Shoes", "Hello Mia"]) {
          await mia.desk.cases.reply({ caseId, text });
          await support.tick();
        }
        await support.macros.save({
          name: "hello",
          reply: { from: "text", text: "Hello\n\n{{ brand.signature }}" },
        });
        const [macro] = (await support.macros.list()).rows;
        await mia.desk.macros.apply({ macroId: macro?.id ?? "", caseId });
        await support.tick();
        expect(letters.handed.map(({ message }) => message.signature?.text ?? null)).toEqual([
          null,
          null,
          "Mia",
          null,
        ]);
        expect(letters.handed.at(-1)?.message.text).toBe("Hello\n\nBest,\nBlue Shoes");
      }));

    test("is in no note, no message of a bot or the desk, and on no channel without signatures", () => {
      const letters = scriptedChannel();
      const chat = scriptedChannel("chat");
      const { signatures: _, ...capabilities } = chat.capabilities;
      return onDesk(
        options,
        async (desk) => {
          const { support, hear, hire, clock } = desk;
          await twoBrands(desk);
          await support.brands.update({ brandId: "blue", signatures: [{ text: "Blue" }] });
          const mia = await hire("agent", "Mia");
          await mia.desk.agents.setSignature({ agentId: mia.id, signature: "Mia" });
          const { id: caseId } = await hear({ to: [mailbox("blue")] });
          expect(await mia.desk.cases.note({ caseId, text: "Hm" })).toMatchObject({ signature: null });
          await support.as({ kind: "bot", id: "b" }).cases.reply({ caseId, text: "Hello" });
          await support.templates.save({ key: "plain", locale: "en", text: "Soon" });
          await support.templates.save({ key: "signed", locale: "en", text: "Soon\n{{ brand.signature }}" });
          for (const key of ["plain", "signed"]) await support.templates.send({ key, caseId });
          const { caseIds } = await support.receive(
            "chat",
            rawOf([letter({ to: [mailbox("blue")], from: person("Bo") })], "1", clock.now()),
          );
          await mia.desk.cases.reply({ caseId: caseIds[0] ?? "", text: "Hello" });
          await support.tick();
          const sent = [...letters.handed, ...chat.handed].map(({ message }) => message);
          expect(sent.map(({ signature }) => signature)).toEqual(sent.map(() => null));
          expect(sent.map(({ text }) => text).sort()).toEqual(["Hello", "Hello", "Soon", "Soon\nBlue"]);
        },
        { channels: [letters, { ...chat, capabilities }] },
      );
    });

    test("is checked when it is saved, whoever saves it", () =>
      onDesk(options, async ({ support, hire }) => {
        const signature = "{{ agent.nam }}";
        const mia = await hire("agent", "Mia");
        const attempts = [
          support.agents.create({ name: "New", signature }),
          support.agents.upsert({ hostId: "new", name: "New", signature }),
          support.agents.update({ agentId: mia.id, signature: { text: "Mia", html: signature } }),
          mia.desk.agents.setSignature({ agentId: mia.id, signature }),
          support.brands.create({ key: "blue", name: "Blue", signatures: [{ text: signature }] }),
        ];
        for (const attempt of await Promise.allSettled(attempts))
          expect(attempt).toMatchObject({ status: "rejected", reason: noSuchVariable });
        await expect(support.agents.update({ agentId: mia.id, signature: " " })).rejects.toMatchObject({
          code: "INVALID_INPUT",
        });
        expect((await support.agents.get({ agentId: mia.id })).signature).toBeNull();
      }));

    test("agents set their own without a further permission, and nobody else's", () =>
      onDesk(options, async ({ support, hire }) => {
        const mia = await hire("agent", "Mia");
        const max = await hire("collaborator", "Max");
        const set = {
          agentId: mia.id,
          signature: { text: "{{ agent.name }}", html: "<i>{{ agent.name }}</i>" },
        };
        expect((await mia.desk.agents.setSignature(set)).signature).toEqual(set.signature);
        await expect(max.desk.agents.setSignature(set)).rejects.toMatchObject({ code: "FORBIDDEN" });
        await support.agents.update({ agentId: mia.id, active: false });
        await expect(mia.desk.agents.setSignature(set)).rejects.toMatchObject({ code: "FORBIDDEN" });
      }));

    test("who manages agents sets those of agents with no more permissions than their own", () =>
      onDesk(options, async ({ support, hire }) => {
        const { permissions } = await support.roles.get({ key: "agent" });
        await support.roles.create({
          key: "lead",
          label: "Lead",
          permissions: { ...permissions, "agents.write": "tenant" },
        });
        const lead = await hire("lead", "Lea");
        const { id: agentId } = await hire("agent", "Mia");
        const { id: adminId } = await hire("admin", "Barbara");
        const signature = { text: "Yours", html: null };
        const { agents } = lead.desk;
        expect((await agents.setSignature({ agentId, signature })).signature).toEqual(signature);
        expect((await agents.setPresence({ agentId, presence: "away" })).presence).toBe("away");
        for (const call of [
          agents.setSignature({ agentId: adminId, signature }),
          agents.setPresence({ agentId: adminId, presence: "away" }),
        ])
          await expect(call).rejects.toMatchObject({
            code: "FORBIDDEN",
            details: { because: "more-than-own" },
          });
      }));

    test("customers don't see it beside a message", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        await twoBrands(desk);
        await support.brands.update({ brandId: "blue", signatures: [{ text: "Blue" }] });
        const { id: caseId, customerId } = await hear({ to: [mailbox("blue")] });
        await support.cases.reply({ caseId, text: "Hello" });
        const customer = support.as({ kind: "customer", id: customerId });
        const { rows } = await customer.cases.messages({ caseId });
        expect(rows.at(-1)).not.toHaveProperty("signature");
      }));
  });
}
