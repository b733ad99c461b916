import {
  type Change,
  cases as caseTable,
  customers as customerTable,
  identityClaims,
  identities as identityTable,
  scheduledReplies,
} from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { mallory } from "./harness/letter.ts";
import { onDesk, type TestDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

/** More than storage returns at once. */
const many = 1_005;

/** Writes many rows as an earlier life of the desk would have left them. */
async function leave({ storage }: TestDesk, insert: (number: string) => Change): Promise<void> {
  const changes = Array.from({ length: many }, (_, at) => insert(String(at).padStart(4, "0")));
  for (let at = 0; at < changes.length; at += 250) await storage.commit(changes.slice(at, at + 250));
}

export function beyondPageTests(options: DeskSuiteOptions): void {
  describe("more than one page of", () => {
    test("identities and claims of a person are all shown", () =>
      onDesk(options, async (desk) => {
        const { id: customerId, tenantId } = await desk.support.customers.create({ hostId: "u1" });
        const common = { tenantId, version: 1, customerId, kind: "email", createdAt: 0 };
        await leave(desk, (at) => ({
          kind: "insert",
          table: identityTable,
          row: {
            ...common,
            ...{ id: `idn_${at}`, value: `held${at}@shop.example`, verified: true },
          },
        }));
        await leave(desk, (at) => ({
          kind: "insert",
          table: identityClaims,
          row: {
            ...common,
            ...{ id: `idc_${at}`, value: `claimed${at}@shop.example` },
          },
        }));
        const { identities } = await desk.support.customers.get({ customerId });
        expect(identities.filter(({ verified }) => verified)).toHaveLength(many);
        expect(identities.filter(({ verified }) => !verified)).toHaveLength(many);
      }));

    test("addresses of a customer all lead to what is awaited from them", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: customerId, tenantId } = await support.customers.create({ hostId: "u1" });
        const address = { kind: "email", value: `zz${many}@shop.example` };
        await leave(desk, (at) => ({
          kind: "insert",
          table: identityTable,
          row: {
            ...{ tenantId, version: 1, customerId, kind: "email", createdAt: 0, verified: true },
            ...{ id: `idn_${at}`, value: Number(at) === many - 1 ? address.value : `held${at}@shop.example` },
          },
        }));
        const found = await desk.hear({ from: mallory });
        const key = { tenantId, id: found.id };
        const awaited = { customerId: null, address: { ...address, name: null }, since: null };
        const participants = [{ ...awaited, role: "copied" as const, removed: false }];
        const set = { participants, version: found.version + 1 };
        await desk.storage.commit([{ kind: "update", table: caseTable, key, set, expect: {} }]);
        const own = support.as({ kind: "customer", id: customerId });
        expect((await own.cases.get({ caseId: found.id })).id).toBe(found.id);
      }));

    test("customers merged into one are all that person", () =>
      onDesk(options, async (desk) => {
        const { support } = desk;
        const { id: intoId, tenantId } = await support.customers.create({ name: "Ada" });
        const { id: caseId, version } = await desk.hear({ from: mallory });
        await leave(desk, (at) => ({
          kind: "insert",
          table: customerTable,
          row: {
            ...{
              tenantId,
              id: `cus_z${at}`,
              version: 1,
              name: null,
              nameFrom: null,
              hostId: null,
              companyId: null,
            },
            ...{ locale: null, timeZone: null, fields: {}, mergedIntoId: intoId, archivedAt: null },
            ...{ createdAt: 0, updatedAt: 0 },
          },
        }));
        const key = { tenantId, id: caseId };
        const set = { customerId: `cus_z${many - 1}`, version: version + 1 };
        await desk.storage.commit([{ kind: "update", table: caseTable, key, set, expect: {} }]);
        const { rows } = await support.cases.list({ customerId: intoId });
        expect(rows.map(({ id }) => id)).toEqual([caseId]);
      }));

    test("scheduled replies that are sent in spite of a merge all move with their case", () =>
      onDesk(options, async (desk) => {
        const { support, clock } = desk;
        const from = await desk.hear();
        const into = await desk.hear({ from: mallory });
        const sendAt = clock.now() + 86_400_000;
        await leave(desk, (at) => ({
          kind: "insert",
          table: scheduledReplies,
          row: {
            ...{
              tenantId: from.tenantId,
              id: `msg_z${at}`,
              version: 1,
              caseId: from.id,
              customerId: from.customerId,
            },
            ...{ authorKind: "host" as const, authorId: null, text: "Soon.", html: null, attachments: [] },
            ...{
              to: null,
              cc: [],
              bcc: [],
              replyAll: null,
              status: null,
              evenIf: ["case-merged" as const],
              turn: 1,
              sendAt,
            },
            ...{ heldAt: null, heldBecause: null, dueAt: sendAt, leasedUntil: null, fence: 0 },
            ...{ createdAt: 0, updatedAt: 0 },
          },
        }));
        await desk.settled(support.cases.merge({ fromId: from.id, intoId: into.id }));
        const moved = async (caseId: string) => {
          let count = 0;
          for (let after = {}; ; ) {
            const { rows, next } = await support.scheduledReplies.list({ caseId, limit: 200, ...after });
            count += rows.length;
            if (next === null) return count;
            after = { after: next };
          }
        };
        expect([await moved(from.id), await moved(into.id)]).toEqual([0, many]);
      }));
  });
}
