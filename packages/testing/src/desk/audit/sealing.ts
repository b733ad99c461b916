import { describe, expect, test } from "vitest";
import { faultyStorage } from "../harness/faultyStorage.ts";
import { onDesk } from "../harness/openDesk.ts";
import type { DeskSuiteOptions } from "../options.ts";
import { onSealedDesk, type SealedDesk } from "./sealedDesk.ts";

/** Every sealed event, as often as a block has it. */
async function sealedIds(desk: SealedDesk): Promise<readonly string[]> {
  const lists = await Promise.all((await desk.blocks()).map(desk.entries));
  return lists.flatMap(({ entries }) => entries.map(([id]) => id)).sort();
}

export function sealingTests(options: DeskSuiteOptions): void {
  describe("sealing", () => {
    test("events are sealed in the background when they have settled", () =>
      onDesk(options, async ({ support, hear, clock }) => {
        await hear();
        await support.tick();
        expect(await support.audit.head()).toMatchObject({ sequence: 0, events: 0 });
        await clock.advance(60_000);
        await hear();
        await support.tick();
        const count = (await support.events.list()).rows.length;
        const { events, sequence, sealedAt } = await support.audit.head();
        expect([sequence, sealedAt]).toEqual([1, clock.now()]);
        expect(events).toBeGreaterThan(0);
        const report = await support.audit.verify();
        expect(report).toMatchObject({ isValid: true, fault: null, unsealed: count - events });
        expect(report.unsealed).toBeGreaterThan(0);
      }));

    test("the background may be told to leave it to audit.seal()", () =>
      onSealedDesk(options, async ({ support, hear, clock }) => {
        await hear();
        await clock.advance(3_600_000);
        await support.tick();
        expect((await support.audit.head()).sequence).toBe(0);
        const head = await support.audit.seal();
        expect(head).toMatchObject({ sequence: 1, events: (await support.events.list()).rows.length });
        expect(await support.audit.head()).toEqual(head);
      }));

    test("sealing what is sealed adds nothing", () =>
      onSealedDesk(options, async ({ support, hear }) => {
        await hear();
        const head = await support.audit.seal();
        expect(await support.audit.seal()).toEqual(head);
        expect(await support.audit.verify()).toMatchObject({
          isValid: true,
          reach: head,
          checked: { blocks: 1, events: head.events },
          unsealed: 0,
        });
      }));

    test("an empty desk has a seal that holds and reaches nowhere", () =>
      onSealedDesk(options, async ({ support }) => {
        const head = await support.audit.seal();
        expect(head).toMatchObject({ sequence: 0, events: 0 });
        expect(await support.audit.verify({ anchor: head })).toMatchObject({ isValid: true, reach: null });
      }));

    test("many events become several blocks, each naming the hash of the one before", () =>
      onSealedDesk(options, async (desk) => {
        await desk.fill(1_250);
        const head = await desk.support.audit.seal();
        const blocks = await desk.blocks();
        expect(blocks.map(({ events }) => events)).toEqual([500, 500, 250]);
        expect(blocks.slice(1).map(({ previousHash }) => previousHash)).toEqual(
          blocks.slice(0, -1).map(({ hash }) => hash),
        );
        expect(head.hash).toBe(blocks.at(-1)?.hash);
        expect(await sealedIds(desk)).toEqual((await desk.events()).map(({ id }) => id));
        expect(await desk.support.audit.verify()).toMatchObject({
          isValid: true,
          checked: { events: 1_250 },
        });
      }));

    test("the background catches up with a long history bit by bit", () =>
      onSealedDesk(
        options,
        async (desk) => {
          await desk.fill(10_600);
          await desk.clock.advance(20_000);
          await desk.support.tick();
          expect((await desk.support.audit.head()).events).toBe(10_000);
          await desk.support.tick();
          expect((await desk.support.audit.head()).events).toBe(10_600);
        },
        { audit: {} },
      ));

    test("several sealers at once seal each event once, in one chain", () =>
      onSealedDesk(options, async (desk) => {
        await desk.fill(1_600);
        const others = [await desk.another(), await desk.another()];
        const sealers = [desk, ...others].map(({ support }) => support.audit.seal());
        await desk.settled(Promise.all(sealers));
        expect(await sealedIds(desk)).toEqual((await desk.events()).map(({ id }) => id));
        expect((await desk.blocks()).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
        expect(await desk.support.audit.verify()).toMatchObject({ isValid: true, unsealed: 0 });
      }));

    test.each(["before", "after"] as const)(
      "a sealer that dies %s its commit is taken up by the next",
      (fault) =>
        onSealedDesk(options, async (desk) => {
          await desk.fill(1_250);
          const storage = faultyStorage(desk.storage);
          const dying = await desk.another({ storage });
          let blocks = 0;
          storage.failNext(
            fault,
            (changes) => changes.some(({ table }) => table.name === "auditBlocks") && ++blocks === 2,
          );
          await expect(dying.support.audit.seal()).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
          expect(await desk.blocks()).toHaveLength(fault === "before" ? 1 : 2);
          await desk.support.audit.seal();
          expect(await sealedIds(desk)).toEqual((await desk.events()).map(({ id }) => id));
          expect(await desk.support.audit.verify()).toMatchObject({ isValid: true, unsealed: 0 });
        }),
    );

    test("each tenant has a chain of its own", () =>
      onSealedDesk(
        options,
        async (desk) => {
          const { support, clock } = desk;
          for (const [at, tenant] of ["north", "south", "west"].entries())
            for (let count = 0; count <= at; count++) await support.tenant(tenant).customers.create({});
          await clock.advance(60_000);
          await support.tick();
          for (const [at, tenant] of ["north", "south", "west"].entries()) {
            const report = await support.tenant(tenant).audit.verify();
            expect(report).toMatchObject({
              isValid: true,
              unsealed: 0,
              reach: { sequence: 1, events: at + 1 },
            });
          }
          const anchor = await support.tenant("west").audit.head();
          expect(await support.audit.verify({ anchor })).toMatchObject({
            fault: { code: "anchor-mismatch" },
          });
        },
        { tenants: ["north", "south", "west"], audit: {} },
      ));

    test("events of a tenant that is no longer known are left as they are, and not reported", () =>
      onSealedDesk(
        options,
        async (desk) => {
          await desk.support.tenant("south").customers.create({});
          await desk.support.tenant("north").customers.create({});
          await desk.clock.advance(60_000);
          const { support, reports } = await desk.another({ tenants: ["south"] });
          await support.tick();
          expect((await support.audit.head()).sequence).toBe(1);
          expect(await desk.blocks("north")).toEqual([]);
          expect(reports).toEqual([]);
        },
        { tenants: ["north", "south"], audit: {} },
      ));
  });
}
