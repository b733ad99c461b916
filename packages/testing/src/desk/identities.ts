import { describe, expect, test } from "vitest";
import { ada, identityOf, mallory, person } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const unverified = { ...identityOf(ada), verified: false };
const verified = { ...identityOf(ada), verified: true };
const refused = { code: "MERGE_REFUSED" };

/** The customer who now receives mail from Ada's address. */
const holderOf = async ({ hear }: TestDesk) => (await hear({ text: "It is me" })).customerId;

export function identityTests(options: DeskSuiteOptions): void {
  describe("identities of the host's accounts", () => {
    test("an account that claims an address without proof gets none of its mail", () =>
      onDesk(options, async (desk) => {
        const { customers } = desk.support;
        const claimed = await customers.create({ hostId: "m", identities: [unverified] });
        const first = await desk.hear();
        expect(first.customerId).not.toBe(claimed.id);
        expect(await holderOf(desk)).toBe(first.customerId);
        expect((await customers.findByIdentity(ada))?.id).toBe(first.customerId);
        expect((await customers.get({ customerId: claimed.id })).identities).toMatchObject([unverified]);
        const asMallory = desk.support.as({ kind: "customer", id: claimed.id });
        expect((await asMallory.cases.list()).rows).toEqual([]);
        await expect(asMallory.cases.get({ caseId: first.id })).rejects.toThrow();
        expect((await customers.timeline({ customerId: claimed.id })).rows).toEqual([]);
      }));

    test.each([
      [
        "attached later",
        async ({ support }: TestDesk) => {
          const { id: customerId } = await support.customers.create({ hostId: "m" });
          await support.customers.attachIdentity({ customerId, ...unverified });
          return customerId;
        },
      ],
      [
        "of a customer who becomes an account",
        async ({ support, hear }: TestDesk) => {
          const { customerId } = await hear();
          await support.customers.update({ customerId, hostId: "m" });
          return customerId;
        },
      ],
      [
        "of a customer who was merged into an account, attached after it",
        async ({ support }: TestDesk) => {
          const { id: customerId } = await support.customers.create({});
          const { id: intoId } = await support.customers.create({ hostId: "m" });
          await support.customers.merge({ fromId: customerId, intoId });
          await support.customers.attachIdentity({ customerId, ...unverified });
          return customerId;
        },
      ],
    ])("so does one that is %s", (_what, prepare) =>
      onDesk(options, async (desk) => {
        const claimedBy = await prepare(desk);
        const holder = await desk.support.customers.get({ customerId: await holderOf(desk) });
        expect(holder.id).not.toBe((await desk.support.customers.get({ customerId: claimedBy })).id);
        expect(holder.hostId).toBeNull();
      }),
    );

    test("two accounts may claim one address; whoever verifies it gets its mail, and the other can't", () =>
      onDesk(options, async (desk) => {
        const { customers } = desk.support;
        const one = await customers.create({ hostId: "m", identities: [unverified] });
        const other = await customers.create({ hostId: "v", identities: [unverified] });
        await customers.verifyIdentity({ customerId: other.id, ...identityOf(ada) });
        expect(await holderOf(desk)).toBe(other.id);
        const taken = { ...refused, details: { customerId: other.id } };
        const claim = { customerId: one.id, ...identityOf(ada) };
        await expect(customers.verifyIdentity(claim)).rejects.toMatchObject(taken);
        await expect(customers.attachIdentity({ ...claim, verified: true })).rejects.toMatchObject(taken);
        await expect(customers.create({ hostId: "w", identities: [verified] })).rejects.toMatchObject(taken);
        expect(await holderOf(desk)).toBe(other.id);
        await customers.detachIdentity({ customerId: other.id, ...identityOf(ada) });
        await customers.verifyIdentity(claim);
        expect(await holderOf(desk)).toBe(one.id);
      }));

    test("a claim keeps nobody from registering the address", () =>
      onDesk(options, async (desk) => {
        const { customers } = desk.support;
        await customers.create({ hostId: "m", identities: [unverified] });
        const owner = await customers.create({ hostId: "v", identities: [verified] });
        expect(await holderOf(desk)).toBe(owner.id);
      }));

    test("verifying joins what was written from the address before to the account, and can be undone", () =>
      onDesk(options, async (desk) => {
        const { customers, events } = desk.support;
        const account = await customers.create({ hostId: "v", identities: [unverified] });
        const before = await desk.hear();
        await customers.verifyIdentity({ customerId: account.id, ...identityOf(ada) });
        expect((await customers.get({ customerId: before.customerId })).id).toBe(account.id);
        expect((await desk.support.cases.list({ customerId: account.id })).rows).toMatchObject([
          { id: before.id },
        ]);
        expect(await holderOf(desk)).toBe(account.id);
        expect((await customers.get({ customerId: account.id })).identities).toMatchObject([verified]);
        const [told] = (await events.list({ type: "customer.identityVerified" })).rows;
        expect(told?.data).toMatchObject({ customerId: account.id, kind: "email" });
        const [merged] = (await events.list({ type: "customer.merged" })).rows;
        await customers.undoMerge({ mergeId: String(merged?.data.mergeId) });
        expect((await customers.get({ customerId: before.customerId })).id).toBe(before.customerId);
      }));

    test("verifying takes an address, not the history, from a customer with proof of another", () =>
      onDesk(options, async (desk) => {
        const { customers } = desk.support;
        const before = await desk.hear();
        const phone = { kind: "phone", value: "+4317", verified: true };
        await customers.attachIdentity({ customerId: before.customerId, ...phone });
        const account = await customers.create({ hostId: "v", identities: [verified] });
        expect(account.id).not.toBe(before.customerId);
        expect((await customers.get({ customerId: before.customerId })).identities).toMatchObject([phone]);
        expect(await holderOf(desk)).toBe(account.id);
      }));

    test("verifying is a permission of its own, and asks for an identity that the customer has", () =>
      onDesk(options, async ({ support, hire, hear }) => {
        const { customerId } = await hear();
        const { desk } = await hire();
        const denied = { code: "FORBIDDEN" };
        const own = { customerId, ...identityOf(ada) };
        await expect(desk.customers.verifyIdentity(own)).rejects.toMatchObject(denied);
        await expect(desk.customers.attachIdentity({ ...own, verified: true })).rejects.toMatchObject(denied);
        await expect(desk.customers.create({ identities: [verified] })).rejects.toMatchObject(denied);
        await support.customers.verifyIdentity(own);
        await expect(desk.customers.detachIdentity(own)).rejects.toMatchObject(denied);
        await expect(
          support.customers.verifyIdentity({ customerId, ...identityOf(mallory) }),
        ).rejects.toMatchObject({ code: "NOT_FOUND" });
      }));

    test("nothing is sent to an address that an account merely claims", () =>
      onDesk(options, async ({ support, letters }) => {
        const { id: customerId } = await support.customers.create({ hostId: "m", identities: [unverified] });
        const { id: caseId } = await support.cases.open({ customerId, subject: "Hello" });
        const sent = await support.cases.reply({ caseId, text: "Your secret" });
        await support.tick();
        expect(letters.handed).toEqual([]);
        const { rows } = await support.cases.messages({ caseId });
        expect(rows.find(({ id }) => id === sent.id)).toMatchObject({ to: [], deliveryState: "failed" });
        await support.customers.verifyIdentity({ customerId, ...identityOf(ada) });
        await support.cases.reply({ caseId, text: "Now" });
        await support.tick();
        expect(letters.handed).toMatchObject([{ message: { to: [identityOf(ada)] } }]);
      }));

    test("mail never names an account, neither by its own identity nor by that of somebody merged into it", () =>
      onDesk(options, async ({ support, hear }) => {
        const named = { ...ada, name: "Your account is locked http://evil.example" };
        const account = await support.customers.create({ hostId: "v", identities: [verified] });
        await hear({ from: named });
        expect((await support.customers.get({ customerId: account.id })).name).toBeNull();
        const guest = await hear({ from: { ...mallory, name: null } });
        await support.customers.merge({ fromId: guest.customerId, intoId: account.id });
        await hear({ from: { ...mallory, name: "Locked" } });
        expect((await support.customers.get({ customerId: account.id })).name).toBeNull();
      }));
  });

  test("a name that a stranger's mail gave greets nobody, neither before nor after they register", () =>
    onDesk(
      options,
      async ({ support, hear, letters }) => {
        const from = { ...ada, name: "Your account is locked" };
        await hear({ from });
        await support.tick();
        const account = await support.customers.create({ hostId: "42", identities: [verified] });
        await hear({ from });
        await support.tick();
        await support.customers.update({ customerId: account.id, name: "Ada" });
        await hear({ from });
        await support.tick();
        const texts = letters.handed.map(({ message }) => message.text);
        expect(texts.map((text) => text.includes("Hello Ada,"))).toEqual([false, false, true]);
        expect(JSON.stringify(letters.handed)).not.toContain("locked");
      },
      { templates: {} },
    ));

  describe("somebody who wrote before they registered", () => {
    test("is the account from then on, where the address is verified", () =>
      onDesk(options, async (desk) => {
        const { customers } = desk.support;
        const before = await desk.hear();
        const account = await customers.create({
          hostId: "42",
          name: "Ada Lovelace",
          fields: { plan: "gold" },
          identities: [verified],
        });
        expect(account).toMatchObject({ id: before.customerId, hostId: "42", name: "Ada Lovelace" });
        expect(await customers.findByHostId({ hostId: "42" })).toMatchObject({
          id: before.customerId,
          fields: { plan: "gold" },
          identities: [verified],
        });
        expect(await holderOf(desk)).toBe(account.id);
        await expect(customers.create({ hostId: "42", identities: [verified] })).rejects.toMatchObject({
          code: "ALREADY_EXISTS",
        });
        await expect(customers.create({ hostId: "43", identities: [verified] })).rejects.toMatchObject(
          refused,
        );
        expect(await customers.findByHostId({ hostId: "43" })).toBeNull();
      }));

    test("without proof, mail stops coming to them also by the addresses of those merged with them", () =>
      onDesk(options, async ({ support, hear }) => {
        for (const isSurvivor of [true, false]) {
          const from = (name: string) => ({ from: person(`${name}${isSurvivor}`) });
          const [al, bo] = [await hear(from("Al")), await hear(from("Bo"))];
          await support.customers.merge({ fromId: al.customerId, intoId: bo.customerId });
          const { customerId } = isSurvivor ? bo : al;
          await support.customers.update({ customerId, hostId: `account ${isSurvivor}` });
          for (const { from: address } of [from("Al"), from("Bo")]) {
            const later = await hear({ from: address, text: "Something new" });
            expect((await support.customers.get({ customerId: later.customerId })).hostId).toBeNull();
          }
          expect((await support.cases.list({ customerId })).rows).toHaveLength(2);
        }
      }));

    test("stays somebody else where it is not, without a refusal", () =>
      onDesk(options, async (desk) => {
        const before = await desk.hear();
        const account = await desk.support.customers.create({ hostId: "42", identities: [unverified] });
        expect(account.id).not.toBe(before.customerId);
        expect(await holderOf(desk)).toBe(before.customerId);
      }));

    test("brings the mail of all the addresses that are verified", () =>
      onDesk(options, async ({ support, hear }) => {
        const one = await hear();
        const other = await hear({ from: mallory });
        const account = await support.customers.create({
          hostId: "42",
          identities: [verified, { ...identityOf(mallory), verified: true }],
        });
        const { rows } = await support.cases.list({ customerId: account.id });
        expect(rows.map(({ id }) => id).sort()).toEqual([one.id, other.id].sort());
        expect((await support.customers.get({ customerId: other.customerId })).id).toBe(account.id);
      }));

    test("many registrations at once make one account", () =>
      onDesk(options, async ({ support, hear, settled }) => {
        const before = await hear();
        const register = () => support.customers.create({ hostId: "42", identities: [verified] });
        const results = await settled(Promise.allSettled([register(), register(), register()]));
        const made = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.id] : []));
        expect(made).toEqual([before.customerId]);
      }));
  });
}
