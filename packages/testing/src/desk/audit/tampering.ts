import { auditBlocks, auditEntries, events } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import type { DeskSuiteOptions } from "../options.ts";
import { eventRow, nth, onSealedDesk, type SealedDesk } from "./sealedDesk.ts";

type Tampering = (desk: SealedDesk) => Promise<unknown>;

const second = async (desk: SealedDesk) => nth(await desk.events(), 1);

/** What somebody with write access to the database can do, and what is detected. Three blocks of four events are sealed. */
const tamperings: Readonly<Record<string, readonly [code: string, does: Tampering]>> = {
  "an edit of data": [
    "event-data-changed",
    async (desk) => desk.edit(events, await second(desk), { data: { at: 1, more: null } }),
  ],
  "an edit of a type": [
    "event-changed",
    async (desk) => desk.edit(events, await second(desk), { type: "other" }),
  ],
  "an edit of a time": [
    "event-changed",
    async (desk) => desk.edit(events, await second(desk), { at: (await second(desk)).at - 1 }),
  ],
  "an edit of an actor": [
    "event-changed",
    async (desk) => desk.edit(events, await second(desk), { actor: { kind: "agent", id: "agt_1" } }),
  ],
  "an edit of a case": [
    "event-changed",
    async (desk) => desk.edit(events, await second(desk), { caseId: "cas_1" }),
  ],
  "an edit of a customer": [
    "event-changed",
    async (desk) => desk.edit(events, await second(desk), { customerId: "cus_1" }),
  ],
  "an edit of a cause": [
    "event-changed",
    async (desk) => desk.edit(events, await second(desk), { causationId: "evt_1" }),
  ],
  "a move to another tenant": [
    "event-missing",
    async (desk) => {
      const row = await second(desk);
      await desk.remove(events, row);
      await desk.put(events, { ...row, tenantId: "other" });
    },
  ],
  "the removal of one": ["event-missing", async (desk) => desk.remove(events, await second(desk))],
  "the removal of the last": [
    "event-missing",
    async (desk) => desk.remove(events, nth(await desk.events(), -1)),
  ],
  "another id": [
    "event-unknown",
    async (desk) => {
      const row = await second(desk);
      await desk.remove(events, row);
      await desk.put(events, { ...row, id: `${row.id}x` });
    },
  ],
  "two events in each other's place": [
    "event-data-changed",
    async (desk) => {
      const [, left, right] = await desk.events();
      if (left === undefined || right === undefined) throw new Error("Too few events.");
      await desk.remove(events, left, right);
      await desk.put(events, { ...left, id: right.id }, { ...right, id: left.id });
    },
  ],
  "one put in between": [
    "event-unknown",
    async (desk) => desk.put(events, { ...(await second(desk)), id: `${(await second(desk)).id}0` }),
  ],
  "one put in before the first": [
    "event-unknown",
    async (desk) => desk.put(events, { ...(await second(desk)), id: "evt_0" }),
  ],
  "two seals in each other's place": [
    "block-out-of-order",
    async (desk) => {
      const [, left, right] = await desk.blocks();
      if (left === undefined || right === undefined) throw new Error("Too few blocks.");
      await desk.remove(auditBlocks, left, right);
      await desk.put(
        auditBlocks,
        { ...left, sequence: right.sequence },
        { ...right, sequence: left.sequence },
      );
    },
  ],
  "a seal with another time": [
    "block-changed",
    async (desk) => desk.edit(auditBlocks, nth(await desk.blocks(), 1), { sealedAt: 5 }),
  ],
  "a seal with another reach": [
    "block-changed",
    async (desk) => desk.edit(auditBlocks, nth(await desk.blocks(), 1), { reachEventId: "evt_8" }),
  ],
  "the removal of a seal": [
    "block-missing",
    async (desk) => desk.remove(auditBlocks, nth(await desk.blocks(), 1)),
  ],
  "the removal of what a seal lists": [
    "block-changed",
    async (desk) => desk.remove(auditEntries, await desk.entries(nth(await desk.blocks(), 1))),
  ],
  "another order within a seal": [
    "block-changed",
    async (desk) => {
      const row = await desk.entries(nth(await desk.blocks(), 1));
      const entries = row.entries.toReversed();
      await desk.edit(auditEntries, row, { entries, salts: row.salts.toReversed() });
    },
  ],
  "an event left out of a seal": [
    "block-changed",
    async (desk) => {
      const row = await desk.entries(nth(await desk.blocks(), 1));
      await desk.edit(auditEntries, row, { entries: row.entries.slice(1), salts: row.salts.slice(1) });
    },
  ],
  "another salt": [
    "event-data-changed",
    async (desk) => {
      const row = await desk.entries(nth(await desk.blocks(), 1));
      await desk.edit(auditEntries, row, { salts: row.salts.map(() => "00") });
    },
  ],
};

async function sealThree(desk: SealedDesk): Promise<void> {
  for (let block = 0; block < 3; block++) {
    await desk.fill(4);
    await desk.support.audit.seal();
    // Past the time allowed for late commits.
    await desk.clock.advance(3_600_000);
  }
  expect(await desk.support.audit.verify()).toMatchObject({
    isValid: true,
    checked: { blocks: 3, events: 12 },
  });
}

export function tamperingTests(options: DeskSuiteOptions): void {
  describe("tampering", () => {
    test.each(Object.entries(tamperings))("%s is found", (_, [code, tamper]) =>
      onSealedDesk(options, async (desk) => {
        await sealThree(desk);
        await tamper(desk);
        const { isValid, fault } = await desk.support.audit.verify();
        expect({ isValid, code: fault?.code }).toEqual({ isValid: false, code });
        expect(fault?.message.length).toBeGreaterThan(30);
      }),
    );

    test("the first thing that does not fit is named, and how far the seal holds", () =>
      onSealedDesk(options, async (desk) => {
        await sealThree(desk);
        const row = nth(await desk.events(), 5);
        await desk.edit(events, row, { data: { at: -1 } });
        await desk.remove(events, nth(await desk.events(), -1));
        const [first] = await desk.blocks();
        expect(await desk.support.audit.verify()).toMatchObject({
          isValid: false,
          fault: { code: "event-data-changed", sequence: 2, eventId: row.id },
          reach: { sequence: 1, hash: first?.hash, events: 4, sealedAt: first?.sealedAt },
          checked: { blocks: 1, events: 4 },
          unsealed: null,
        });
      }));

    test("a tail that was cut off is found with a head that was kept", () =>
      onSealedDesk(options, async (desk) => {
        await sealThree(desk);
        const anchor = await desk.support.audit.head();
        expect((await desk.support.audit.verify({ anchor })).isValid).toBe(true);
        const last = nth(await desk.blocks(), -1);
        await desk.remove(auditEntries, await desk.entries(last));
        await desk.remove(auditBlocks, last);
        await desk.remove(events, ...(await desk.events()).slice(-4));
        expect((await desk.support.audit.verify()).isValid).toBe(true);
        expect(await desk.support.audit.verify({ anchor })).toMatchObject({
          isValid: false,
          fault: { code: "anchor-beyond-end", sequence: 3 },
        });
      }));

    test("a chain rebuilt over changed events is found by a head that was kept", () =>
      onSealedDesk(options, async (desk) => {
        await sealThree(desk);
        const anchor = await desk.support.audit.head();
        await desk.edit(events, await second(desk), { data: { at: 7 } });
        for (const block of await desk.blocks()) {
          await desk.remove(auditEntries, await desk.entries(block));
          await desk.remove(auditBlocks, block);
        }
        await desk.support.audit.seal();
        expect((await desk.support.audit.verify()).isValid).toBe(true);
        expect(await desk.support.audit.verify({ anchor })).toMatchObject({ isValid: false });
        await desk.fill(1);
        await desk.support.audit.seal();
        await desk.fill(1);
        await desk.clock.advance(1);
        await desk.fill(1);
        await desk.support.audit.seal();
        expect(await desk.support.audit.verify({ anchor })).toMatchObject({
          isValid: false,
          fault: { code: "anchor-mismatch", sequence: 3 },
        });
      }));

    test("from a head on, only what was sealed after it is looked at", () =>
      onSealedDesk(options, async (desk) => {
        await sealThree(desk);
        const from = await desk.support.audit.head();
        await desk.edit(events, await second(desk), { data: { at: 7 } });
        await desk.fill(2);
        await desk.support.audit.seal();
        expect(await desk.support.audit.verify({ from })).toMatchObject({
          isValid: true,
          checked: { blocks: 1, events: 2 },
          reach: { events: 14 },
        });
        const forged = { ...from, hash: from.hash.replace(/^./, (digit) => (digit === "0" ? "1" : "0")) };
        expect(await desk.support.audit.verify({ from: forged })).toMatchObject({
          fault: { code: "anchor-mismatch" },
        });
      }));

    test("what happens after the seal's reach is no fault, and is counted", () =>
      onSealedDesk(options, async (desk) => {
        await sealThree(desk);
        const [row] = await desk.fill(2);
        await desk.edit(events, row ?? eventRow("", 0, 0), { data: {} });
        expect(await desk.support.audit.verify()).toMatchObject({ isValid: true, unsealed: 2 });
      }));

    test("data is compared as it is, to the last character, whatever order its fields are kept in", () =>
      onSealedDesk(options, async (desk) => {
        const data = { z: 1, a: { y: [1, "é", null, 1e-7, 123456789012345], "\u{1f600}": "e\u0301" }, Z: "" };
        await desk.put(events, eventRow(desk.support.tenantId, desk.clock.now(), 1, data));
        await desk.support.audit.seal();
        const row = nth(await desk.events(), 0);
        await desk.edit(events, row, { data: { Z: "", a: { "\u{1f600}": "e\u0301", y: data.a.y }, z: 1 } });
        expect((await desk.support.audit.verify()).isValid).toBe(true);
        await desk.edit(events, row, { data: { ...data, a: { ...data.a, "\u{1f600}": "\u00e9" } } });
        expect(await desk.support.audit.verify()).toMatchObject({ fault: { code: "event-data-changed" } });
      }));
  });
}
