import type { Condition } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { mailbox, twoBrands } from "./harness/branded.ts";
import { answering, letter, person } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import { rawOf, scriptedChannel } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const address = (value: string) => ({ kind: "email", value, name: null });

export function brandedCaseTests(options: DeskSuiteOptions): void {
  describe("the brand of a case", () => {
    test("is that of the address it was sent to, then of the channel, then the default, else none", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        expect(await hear({ to: [mailbox("blue")] })).toMatchObject({ brandId: null, brandName: null });
        const [blue, red] = await twoBrands(desk);
        const brandOf = async (values: Parameters<typeof hear>[0]) => (await hear(values)).brand;
        expect(await hear({ to: [mailbox("blue")] })).toMatchObject({
          brandId: blue.id,
          brand: "blue",
          brandName: "Blue Shoes",
        });
        expect(await brandOf({ to: [address("HELP+42@Blue.example")] })).toBe("blue");
        expect(await brandOf({ to: [address("ann@example.com")], cc: [mailbox("red")] })).toBe("red");
        expect(await brandOf({ to: [address("else@example.com")] })).toBeNull();
        await support.brands.setDefault({ brandId: "red" });
        expect(await brandOf({})).toBe("red");
        await support.brands.update({ brandId: "blue", channelIds: ["letters"] });
        expect(await brandOf({})).toBe("blue");
        expect(await brandOf({ to: [mailbox("red")] })).toBe("red");
        // A blind copy is known by where it arrived only; a mailbox that aliases lead to says nothing against the alias.
        expect(await brandOf({ to: [address("x@example.com")], deliveredTo: [mailbox("red")] })).toBe("red");
        expect(await brandOf({ to: [mailbox("red")], deliveredTo: [mailbox("blue")] })).toBe("red");
        // Of two brands that are written to at once: where this copy arrived, else whose channel it is.
        const both = { to: [mailbox("red"), mailbox("blue")] };
        expect(await brandOf({ ...both, deliveredTo: [mailbox("red")] })).toBe("red");
        expect(await brandOf(both)).toBe("blue");
        expect(red.key).toBe("red");
      }));

    test("is found by the channel that a letter came over", () =>
      onDesk(
        options,
        async (desk) => {
          const { support, clock, hear } = desk;
          await twoBrands(desk);
          await support.brands.update({ brandId: "blue", channelIds: ["letters"] });
          await support.brands.update({ brandId: "red", channelIds: ["cards"] });
          expect((await hear()).brand).toBe("blue");
          const { caseIds } = await support.receive("cards", rawOf([letter()], "1", clock.now()));
          expect((await support.cases.get({ caseId: caseIds[0] ?? "" })).brand).toBe("red");
          const { id: customerId } = await support.customers.create({ name: "Bo" });
          const opened = await support.cases.open({ customerId, subject: "Hi", brandId: "red" });
          expect(opened).toMatchObject({ brand: "red", channelId: "cards" });
          const byChannel = await support.cases.open({ customerId, subject: "Hi", channelId: "cards" });
          expect(byChannel.brand).toBe("red");
          const none = await support.cases.open({ customerId, subject: "Hi", brandId: null });
          expect(none).toMatchObject({ brandId: null, channelId: "letters" });
        },
        { channels: [scriptedChannel(), scriptedChannel("cards")] },
      ));

    test("can be changed, with an event, but not to one that is archived or not there", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const [blue, red] = await twoBrands(desk);
        const { id: caseId } = await hear({ to: [mailbox("blue")] });
        expect(await support.cases.update({ caseId, brandId: "red" })).toMatchObject({
          brandId: red.id,
          brand: "red",
          brandName: "Red Hats",
        });
        await support.cases.update({ caseId, brandId: red.id });
        const { rows } = await support.events.list({ caseId, type: "case.brandChanged" });
        expect(rows.map(({ data }) => data)).toEqual([{ caseId, fromBrandId: blue.id, brandId: red.id }]);
        await support.brands.archive({ brandId: "blue" });
        const refused = {
          code: "ARCHIVED",
          message: expect.stringContaining('The brand "blue" is archived'),
        };
        await expect(support.cases.update({ caseId, brandId: "blue" })).rejects.toMatchObject(refused);
        const { customerId } = await support.cases.get({ caseId });
        await expect(
          support.cases.open({ customerId, subject: "Hi", brandId: "blue" }),
        ).rejects.toMatchObject(refused);
        await expect(support.cases.update({ caseId, brandId: "rad" })).rejects.toMatchObject({
          code: "NOT_FOUND",
          message: 'There is no brand "rad". Did you mean "red"?',
        });
        expect(await support.cases.update({ caseId, brandId: null })).toMatchObject({
          brandId: null,
          brand: null,
        });
      }));

    test("is a filter of lists, a field of conditions, and counted", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const [blue, red] = await twoBrands(desk);
        const ofBlue = await hear({ to: [mailbox("blue")] });
        const ofRed = await hear({ to: [mailbox("red")], from: person("Bo") });
        const ofNone = await hear({ from: person("Cy") });
        const ids = async (query: Parameters<typeof support.cases.list>[0]) =>
          (await support.cases.list(query)).rows.map(({ id }) => id);
        expect(await ids({ brandId: "blue" })).toEqual([ofBlue.id]);
        expect(await ids({ brandId: red.id, order: "updated" })).toEqual([ofRed.id]);
        expect(await ids({ brandId: null })).toEqual([ofNone.id]);
        const counts = await support.cases.counts();
        expect(counts.byCategory.new).toBe(3);
        expect(counts.byBrand).toMatchObject({ [blue.id]: { new: 1 }, [red.id]: { new: 1 } });
        await support.cases.update({ caseId: ofRed.id, brandId: "blue" });
        await support.cases.solve({ caseId: ofBlue.id });
        const { byBrand } = await support.cases.counts();
        expect(byBrand).toMatchObject({ [blue.id]: { new: 1, solved: 1 } });
        expect(byBrand).not.toHaveProperty(red.id);
      }));

    test("decides about the promise, also when it changes", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        await twoBrands(desk);
        const when: Condition = { field: "case.brand", is: "red" };
        await support.policies.save({
          id: "red",
          name: "Red",
          when,
          targets: [{ metric: "first_reply", within: "1h" }],
        });
        const ofRed = await hear({ to: [mailbox("red")] });
        expect(ofRed.nextDeadlineAt).toBe(ofRed.openedAt + 3_600_000);
        const ofBlue = await hear({ to: [mailbox("blue")], from: person("Bo") });
        expect(ofBlue.nextDeadlineAt).toBeNull();
        const changed = await support.cases.update({ caseId: ofBlue.id, brandId: "red" });
        expect(changed.nextDeadlineAt).toBe(ofBlue.openedAt + 3_600_000);
      }));

    test("stays with the case that a merge keeps, and goes with what is split out or followed up", () =>
      onDesk(options, async (desk) => {
        const { support, hear, clock } = desk;
        await twoBrands(desk);
        const first = await hear({ to: [mailbox("blue")] });
        const second = await hear({ to: [mailbox("red")] });
        const merged = await support.cases.merge({ fromId: second.id, intoId: first.id });
        expect(merged).toMatchObject({ brand: "blue", brandName: "Blue Shoes" });
        await clock.advance(1);
        const note = await support.cases.note({ caseId: first.id, text: "Hm" });
        const split = await support.cases.split({ caseId: first.id, messageIds: [note.id] });
        expect(split.brand).toBe("blue");
        await support.cases.solve({ caseId: first.id });
        const followUp = await support.cases.followUp({ caseId: first.id });
        expect(followUp.brand).toBe("blue");
        await support.brands.setDefault({ brandId: "red" });
        await support.brands.archive({ brandId: "blue" });
        expect((await support.cases.get({ caseId: first.id })).brandName).toBe("Blue Shoes");
        expect((await support.cases.followUp({ caseId: first.id })).brand).toBe("red");
        expect((await hear({ to: [mailbox("blue")], from: person("Bo") })).brand).toBe("red");
      }));

    test("is kept when a customer answers to another brand's address", () =>
      onDesk(options, async (desk) => {
        const { support, hear, letters } = desk;
        await twoBrands(desk);
        const { id: caseId } = await hear({ to: [mailbox("blue")], externalId: "<1@x>" });
        await support.cases.reply({ caseId, text: "Hello" });
        await support.tick();
        expect(letters.handed).toHaveLength(1);
        const joined = await hear({ to: [mailbox("red")], ...answering("<1@x>") });
        expect(joined).toMatchObject({ id: caseId, brand: "blue" });
      }));

    test("customers see by id and name, and may not choose", () =>
      onDesk(options, async (desk) => {
        const { support, hear } = desk;
        const [blue] = await twoBrands(desk);
        const { id: caseId, customerId } = await hear({ to: [mailbox("blue")] });
        const customer = support.as({ kind: "customer", id: customerId });
        const seen = await customer.cases.get({ caseId });
        expect(seen).toMatchObject({ brandId: blue.id, brandName: "Blue Shoes" });
        expect(seen).not.toHaveProperty("brand");
        const given = { customerId, subject: "Hi", brandId: "blue" };
        await expect(customer.cases.open(given)).rejects.toMatchObject({ code: "FORBIDDEN" });
      }));

    test("its addresses are the desk's own: nobody who takes part, and no customer", () =>
      onDesk(options, async (desk) => {
        const { support, hear, letters } = desk;
        await twoBrands(desk);
        const brand = address("help+7@blue.example");
        const found = await hear({ to: [brand], cc: [person("Bo"), address("help@blue.example")] });
        expect(found.participants?.map((one) => one.address?.value)).toEqual(["bo@example.com"]);
        const toItself = { caseId: found.id, text: "Hello", cc: [address("help@blue.example")] };
        await expect(support.cases.reply(toItself)).rejects.toMatchObject({ code: "INVALID_INPUT" });
        await support.cases.reply({ caseId: found.id, text: "Hello" });
        await support.tick();
        expect(letters.handed[0]?.message.cc.map(({ value }) => value)).toEqual(["bo@example.com"]);
        const own = await hear({ from: address("help@blue.example"), subject: "Loop" });
        const { rows } = await support.cases.messages({ caseId: own.id });
        expect(rows[0]?.automatic).toBe("own");
      }));
  });
}
