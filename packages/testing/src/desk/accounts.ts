import { describe, expect, test } from "vitest";
import { ada, identityOf } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

const verified = { ...identityOf(ada), verified: true };
const described = {
  hostId: "42",
  name: "Ada Lovelace",
  locale: "de-AT",
  timeZone: "Europe/Vienna",
  fields: { plan: { name: "gold", seats: 2 }, tags: ["a", "b"] },
  identities: [verified, { kind: "phone", value: "+43 1 234567" }],
};

export function accountTests(options: DeskSuiteOptions): void {
  describe("accounts of the host", () => {
    test("are created at the first login, and left alone at every other", () =>
      onDesk(options, async ({ support }) => {
        const first = await support.customers.upsert(described);
        expect(first).toMatchObject({ hostId: "42", name: "Ada Lovelace", fields: described.fields });
        const before = await support.events.list();
        // The same in another order, as hosts build it.
        const fields = { tags: ["a", "b"], plan: { seats: 2, name: "gold" } };
        expect(await support.customers.upsert({ ...described, fields })).toEqual(first);
        expect(await support.customers.upsert({ hostId: "42" })).toEqual(first);
        expect(await support.events.list()).toEqual(before);
      }));

    test("are changed where they are described otherwise, and nowhere else", () =>
      onDesk(options, async ({ support }) => {
        const { id } = await support.customers.upsert(described);
        const changed = await support.customers.upsert({
          hostId: "42",
          locale: null,
          fields: { plan: "free" },
        });
        expect(changed).toMatchObject({
          ...{ id, name: "Ada Lovelace", locale: null, timeZone: "Europe/Vienna" },
          fields: { plan: "free", tags: ["a", "b"] },
        });
        const { rows } = await support.events.list({ type: "customer.updated" });
        expect(rows.map(({ data }) => data)).toEqual([{ customerId: id, fields: ["locale", "fields"] }]);
        const { identities } = await support.customers.get({ customerId: id });
        expect(identities.map(({ kind, verified: isProven }) => [kind, isProven]).sort()).toEqual([
          ["email", true],
          ["phone", false],
        ]);
      }));

    test("that log in many times at once are one", () =>
      onDesk(options, async ({ support, settled }) => {
        const logIn = () => support.customers.upsert(described);
        const rows = await settled(Promise.all([logIn(), logIn(), logIn(), logIn()]));
        expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
        expect((await support.customers.list()).rows).toHaveLength(1);
      }));

    test("carry on who wrote before they registered, and are named by the host from then on", () =>
      onDesk(options, async ({ support, hear }) => {
        const { customerId } = await hear();
        expect(await support.customers.get({ customerId })).toMatchObject({
          name: "Ada",
          nameFrom: "message",
        });
        const account = await support.customers.upsert({ hostId: "42", name: "Ada", identities: [verified] });
        expect(account).toMatchObject({ id: customerId, hostId: "42", nameFrom: "desk" });
      }));

    test("take an identity over that is verified at a later login", () =>
      onDesk(options, async ({ support, hear }) => {
        const account = await support.customers.upsert({ hostId: "42" });
        const { customerId } = await hear();
        expect(customerId).not.toBe(account.id);
        await support.customers.upsert({ hostId: "42", identities: [verified] });
        expect((await support.customers.get({ customerId })).id).toBe(account.id);
        await expect(
          support.customers.upsert({ hostId: "43", identities: [verified] }),
        ).rejects.toMatchObject({ code: "MERGE_REFUSED" });
        expect(await support.customers.findByHostId({ hostId: "43" })).toBeNull();
      }));

    test("are verified only by who may say so", () =>
      onDesk(options, async ({ hire }) => {
        const { desk } = await hire();
        await expect(desk.customers.upsert(described)).rejects.toMatchObject({ code: "FORBIDDEN" });
        expect((await desk.customers.upsert({ hostId: "42" })).hostId).toBe("42");
      }));
  });
}
