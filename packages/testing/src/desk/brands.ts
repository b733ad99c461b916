import { describe, expect, test } from "vitest";
import { twoBrands } from "./harness/branded.ts";
import { onDesk } from "./harness/openDesk.ts";
import { scriptedChannel } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

export function brandTests(options: DeskSuiteOptions): void {
  describe("brands", () => {
    test("a brand is made, found by id and key, changed and listed", () =>
      onDesk(options, async ({ support }) => {
        const made = await support.brands.create({
          key: "blue",
          name: "Blue Shoes",
          url: "https://blue.example",
          addresses: ["Help@Blue.example"],
          channelIds: ["letters"],
          locale: "de-at",
          timeZone: "Europe/Vienna",
          contact: { phone: "+43 1 234567", chatUrl: "https://blue.example/chat" },
          signatures: [{ text: "{{ brand.name }}" }, { locale: "DE", text: "Ihr Team von {{ brand.name }}" }],
          look: { logoUrl: "https://blue.example/logo.png", colours: { primary: "RebeccaPurple" } },
        });
        expect(made).toMatchObject({
          addresses: ["help@blue.example"],
          locale: "de-AT",
          contact: { phone: "+43 1 234567", chatUrl: "https://blue.example/chat", hours: null, text: null },
          signatures: [
            { locale: null, text: "{{ brand.name }}", html: null },
            { locale: "de", text: "Ihr Team von {{ brand.name }}", html: null },
          ],
          look: { colours: { primary: "rebeccapurple", text: null, background: null } },
          isDefault: false,
          archivedAt: null,
        });
        expect(await support.brands.get({ brandId: made.id })).toEqual(made);
        expect(await support.brands.get({ brandId: "blue" })).toEqual(made);
        const changed = await support.brands.update({ brandId: "blue", name: "Blue", url: null });
        expect(changed).toMatchObject({ name: "Blue", url: null, addresses: ["help@blue.example"] });
        const again = await support.brands.update({ brandId: "blue", name: "Blue" });
        expect(again.version).toBe(changed.version);
        await expect(
          support.brands.update({ brandId: "blue", name: "B", expectedVersion: made.version }),
        ).rejects.toMatchObject({ code: "CONFLICT" });
        const { rows } = await support.events.list({ type: "brand.updated" });
        expect(rows.map(({ data }) => data)).toEqual([{ brandId: made.id, fields: ["name", "url"] }]);
      }));

    test("lists have pages, filters and an order", () =>
      onDesk(options, async ({ support }) => {
        for (const key of ["c", "a", "b"]) await support.brands.create({ key, name: key.toUpperCase() });
        await support.brands.update({ brandId: "b", channelIds: ["letters"], addresses: ["b@desk.example"] });
        const keys = async (query: Parameters<typeof support.brands.list>[0]) =>
          (await support.brands.list(query)).rows.map(({ key }) => key);
        const first = await support.brands.list({ order: "name", limit: 2 });
        expect(first.rows.map(({ key }) => key)).toEqual(["a", "b"]);
        expect(await keys({ order: "name", limit: 2, after: first.next ?? [] })).toEqual(["c"]);
        expect(await keys({ channelId: "letters" })).toEqual(["b"]);
        expect(await keys({ address: "B@desk.example" })).toEqual(["b"]);
        await support.brands.setDefault({ brandId: "c" });
        expect(await keys({ isDefault: true })).toEqual(["c"]);
        await support.brands.archive({ brandId: "a" });
        expect(await keys({ order: "key" })).toEqual(["b", "c"]);
        expect(await keys({ archived: true })).toEqual(["a"]);
      }));

    test.each([
      [{ key: "Blue Shoes" }, "key: must begin with a lower-case letter"],
      [{ name: " " }, "name: is blank"],
      [{ addresses: ["help"] }, "addresses.0: is not an email address"],
      [{ locale: "english" }, "locale: is not a BCP 47 language tag"],
      [{ timeZone: "Vienna" }, "timeZone: is not an IANA time zone"],
      [{ url: "http://blue.example" }, "url: is not an https address"],
      [{ contact: { chatUrl: "javascript:alert(1)" } }, "contact.chatUrl: is not an https address"],
      [
        { look: { logoUrl: "https://me:secret@blue.example/a.png" } },
        "look.logoUrl: is not an https address",
      ],
      [{ look: { logoUrl: 'https://blue.example/"onerror="x' } }, "look.logoUrl: is not an https address"],
      [{ look: { colours: { primary: "blu" } } }, "look.colours.primary: is not a CSS colour"],
      [{ look: { colours: { text: "red;background:url(//x)" } } }, "look.colours.text: is not a CSS colour"],
      [{ signatures: [{ text: "a" }, { text: "b" }] }, "signatures: has two signatures of one language"],
    ])("a brand with %j is refused: %s", (values, problem) =>
      onDesk(options, async ({ support }) => {
        await expect(support.brands.create({ key: "blue", name: "Blue", ...values })).rejects.toMatchObject({
          code: "INVALID_INPUT",
          message: expect.stringContaining(problem),
        });
      }),
    );

    test("a key, a channel and an address belong to one brand, whoever comes first", () =>
      onDesk(options, async ({ support }) => {
        await support.brands.create({
          key: "blue",
          name: "Blue",
          channelIds: ["letters"],
          addresses: ["help@blue.example"],
        });
        const red = { key: "red", name: "Red" };
        const taken = (message: string) => ({
          code: "ALREADY_EXISTS",
          message: expect.stringContaining(message),
        });
        await expect(support.brands.create({ ...red, key: "blue" })).rejects.toMatchObject(
          taken("already has this key"),
        );
        await expect(support.brands.create({ ...red, channelIds: ["letters"] })).rejects.toMatchObject(
          taken('The channel "letters" already belongs to the brand "blue"'),
        );
        await support.brands.create(red);
        await expect(
          support.brands.update({ brandId: "red", addresses: ["HELP@blue.example"] }),
        ).rejects.toMatchObject(taken('The address "help@blue.example" already belongs to the brand "blue"'));
        await support.brands.update({ brandId: "blue", channelIds: [], addresses: [] });
        await support.brands.update({
          brandId: "red",
          channelIds: ["letters"],
          addresses: ["help@blue.example"],
        });
        expect((await support.brands.get({ brandId: "red" })).channelIds).toEqual(["letters"]);
      }));

    test("of brands that ask for one channel at once, one gets it", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const others = await Promise.all([desk.another(), desk.another()]);
        const attempts = await desk.settled(
          Promise.allSettled(
            [support, ...others.map((one) => one.support)].map(({ brands }, at) =>
              brands.create({ key: `brand${at}`, name: "Brand", channelIds: ["letters"] }),
            ),
          ),
        );
        const failed = attempts.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
        expect(failed).toEqual(["ALREADY_EXISTS", "ALREADY_EXISTS"]);
        expect((await support.brands.list({ channelId: "letters" })).rows).toHaveLength(1);
      }));

    test("unknown channels, brands and variables are refused with what was probably meant", () =>
      onDesk(options, async ({ support }) => {
        const blue = { key: "blue", name: "Blue" };
        await expect(support.brands.create({ ...blue, channelIds: ["leters"] })).rejects.toMatchObject({
          code: "UNKNOWN_CHANNEL",
          message: expect.stringContaining('Did you mean "letters"?'),
        });
        await expect(
          support.brands.create({ ...blue, signatures: [{ text: "{{ brand.nam }}" }] }),
        ).rejects.toMatchObject({
          code: "TEMPLATE_INVALID",
          message: expect.stringContaining('Did you mean "brand.name"?'),
        });
        await support.brands.create(blue);
        await expect(support.brands.get({ brandId: "bleu" })).rejects.toMatchObject({
          code: "NOT_FOUND",
          message: 'There is no brand "bleu". Did you mean "blue"?',
        });
      }));

    test("there is one default, which can't be archived before another is", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const [blue, red] = await twoBrands(desk);
        expect(await support.brands.setDefault({ brandId: "blue" })).toMatchObject({ isDefault: true });
        await expect(support.brands.archive({ brandId: blue.id })).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
          message: expect.stringContaining("brands.setDefault"),
        });
        await support.brands.setDefault({ brandId: red.id });
        expect((await support.brands.get({ brandId: "blue" })).isDefault).toBe(false);
        expect((await support.brands.archive({ brandId: "blue" })).archivedAt).not.toBeNull();
        await expect(support.brands.setDefault({ brandId: "blue" })).rejects.toMatchObject({
          code: "ARCHIVED",
          message: expect.stringContaining("brands.restore"),
        });
        expect(await support.brands.setDefault({ brandId: null })).toBeNull();
        expect((await support.brands.archive({ brandId: "red" })).isDefault).toBe(false);
      }));

    test("an archived brand gives its channels and addresses up, and takes back what is free", () =>
      onDesk(
        options,
        async (desk) => {
          const { support } = desk;
          await twoBrands(desk);
          await support.brands.update({ brandId: "red", channelIds: ["cards"] });
          await support.brands.archive({ brandId: "red" });
          await support.brands.update({ brandId: "blue", channelIds: ["cards"] });
          await expect(support.brands.restore({ brandId: "red" })).rejects.toMatchObject({
            code: "ALREADY_EXISTS",
            message: expect.stringContaining('"cards" already belongs to the brand "blue"'),
          });
          await support.brands.update({ brandId: "blue", channelIds: [] });
          expect(await support.brands.restore({ brandId: "red" })).toMatchObject({
            archivedAt: null,
            channelIds: ["cards"],
          });
        },
        { channels: [scriptedChannel(), scriptedChannel("cards")] },
      ));

    test("brands of one tenant are nothing to another", () =>
      onDesk(
        options,
        async ({ support }) => {
          const [north, south] = [support.tenant("north"), support.tenant("south")];
          const blue = {
            key: "blue",
            name: "Blue",
            channelIds: ["letters"],
            addresses: ["help@blue.example"],
          };
          const made = await north.brands.create(blue);
          await expect(south.brands.get({ brandId: made.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
          expect((await south.brands.create(blue)).id).not.toBe(made.id);
          expect((await north.brands.list()).rows).toHaveLength(1);
        },
        { tenants: ["north", "south"] },
      ));
  });
}
