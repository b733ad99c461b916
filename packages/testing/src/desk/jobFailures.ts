import { jobs, SupportError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { done } from "./harness/errands.ts";
import { gate } from "./harness/gate.ts";
import type { DeskSuiteOptions } from "./options.ts";

const fails = (error: unknown) => async () => {
  throw error;
};

export function jobFailureTests(options: DeskSuiteOptions): void {
  describe("jobs that fail", () => {
    test("each pause is drawn between nothing and a ceiling that doubles up to a limit", () =>
      onErrandDesk(
        options,
        { run: fails(new Error("no")) },
        async ({ send, support, clock, waiting }) => {
          const names = Array.from({ length: 30 }, (_, at) => `errand-${at}`);
          for (const name of names) await send(name);
          for (const ceiling of [1_000, 2_000, 4_000, 5_000, 5_000]) {
            await support.tick();
            const pauses = (await waiting()).map(({ dueAt }) => (dueAt ?? 0) - clock.now());
            expect(pauses).toHaveLength(30);
            expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0);
            expect(Math.max(...pauses)).toBeLessThanOrEqual(ceiling);
            // Full jitter: spread over the whole range, not bunched at its end.
            expect(Math.min(...pauses)).toBeLessThan(ceiling / 3);
            expect(Math.max(...pauses)).toBeGreaterThan((ceiling * 2) / 3);
            await clock.advance(5_000);
          }
        },
        { worker: { backoffBaseMs: 1_000, backoffLimitMs: 5_000 } },
      ));

    test("a pause that the failure asks for is kept", () => {
      const busy = new SupportError("DELIVERY_UNAVAILABLE", "later", { retryAfterMs: 3_600_000 });
      return onErrandDesk(options, { run: fails(busy) }, async ({ send, support, clock, waiting }) => {
        await send("milk");
        await support.tick();
        expect((await waiting())[0]?.dueAt).toBe(clock.now() + 3_600_000);
      });
    });

    test("what cannot succeed later is set aside at once", () =>
      onErrandDesk(
        options,
        { run: fails(new SupportError("NOT_FOUND", "gone")) },
        async ({ send, support, waiting }) => {
          await send("milk");
          await support.tick();
          expect(await waiting()).toEqual([]);
          expect((await support.jobs.list({ state: "dead" })).rows).toMatchObject([
            {
              kind: "errands.run",
              dueAt: null,
              failures: [{ attempt: 1, code: "NOT_FOUND", message: "gone" }],
            },
          ]);
        },
      ));

    test("after twelve attempts a job is set aside with its causes, and its kind says what that means", () => {
      const dead: string[] = [];
      const script = { run: fails("a thrown word"), onDead: (name: string) => void dead.push(name) };
      return onErrandDesk(options, script, async ({ send, support, clock, names, waiting }) => {
        await send("milk", { key: "k" });
        for (let attempt = 1; attempt <= 12; attempt++) {
          expect((await support.jobs.list({ state: "dead" })).rows).toEqual([]);
          await support.tick();
          await clock.advance(5 * 3_600_000);
        }
        const [letter] = (await support.jobs.list({ state: "dead" })).rows;
        expect(letter?.failures.map(({ attempt }) => attempt)).toEqual(
          Array.from({ length: 12 }, (_, at) => at + 1),
        );
        expect(letter?.failures[0]?.message).toBe(
          'The job "errands.run" of the plugin "errands" failed: a thrown word',
        );
        expect(dead).toEqual(["milk"]);
        expect(await names()).toEqual(["dead milk"]);
        await send("milk again", { key: "k" });
        expect(await waiting()).toHaveLength(1);
      });
    });

    test("a job whose death cannot be told is set aside all the same", () => {
      const onDead = () => {
        throw new Error("no grave");
      };
      const script = { run: fails(new SupportError("NOT_FOUND", "gone")), onDead };
      return onErrandDesk(options, script, async ({ send, support, reports }) => {
        await send("milk");
        await support.tick();
        expect((await support.jobs.list({ state: "dead" })).rows).toHaveLength(1);
        expect(reports.map(({ error }) => String(error))).toContain(
          'SupportError: The job "errands.run" of the plugin "errands" failed: no grave',
        );
      });
    });

    test("a job of a tenant that is no longer known is set aside at once, and reported once", () =>
      onErrandDesk(options, {}, async (desk) => {
        await desk.send("milk");
        const { support, reports } = await desk.another({}, [], { tenants: ["elsewhere"] });
        expect((await support.tick()).jobs).toBe(1);
        await desk.clock.advance(60_000);
        expect((await support.tick()).jobs).toBe(0);
        expect(reports.map(({ what }) => what)).toEqual([expect.stringContaining("giving up")]);
        expect((await desk.support.jobs.list({ state: "dead" })).rows).toMatchObject([
          { failures: [{ code: "UNKNOWN_TENANT" }] },
        ]);
      }));

    test("a job that kills every process that takes it is set aside after as many attempts", () =>
      onErrandDesk(options, { maxAttempts: 3 }, async (desk) => {
        await desk.send("poison");
        for (let crash = 1; crash <= 3; crash++) {
          const taken = gate();
          const run = () => {
            taken.open();
            return new Promise<void>(() => undefined);
          };
          const dying = await desk.another({ run, maxAttempts: 3 });
          void dying.support.tick();
          await taken.opened;
          dying.storage.cut();
          await desk.clock.advance(60_000);
        }
        await desk.support.tick();
        expect(await desk.names()).toEqual(["dead poison"]);
        expect((await desk.support.jobs.list({ state: "dead" })).rows).toMatchObject([
          { failures: [{ code: "INTERNAL", message: expect.stringContaining("3 times") }] },
        ]);
      }));

    test("a job of a kind that nobody handles is set aside and says so", () =>
      onErrandDesk(options, {}, async ({ support, storage }) => {
        const kinds = ["nobody.does", "toString"];
        await storage.commit(
          kinds.map((kind) => ({ kind: "insert" as const, table: jobs, row: strange(kind) })),
        );
        await support.tick();
        const dead = (await support.jobs.list({ state: "dead" })).rows;
        expect(dead.map(({ failures }) => failures[0]?.code)).toEqual(["UNSUPPORTED", "UNSUPPORTED"]);
      }));

    test("a replayed job has all its attempts again; a discarded one is gone", () => {
      let isMended = false;
      const run: typeof done = (job) =>
        isMended ? done(job) : Promise.reject(new SupportError("NOT_FOUND", "gone"));
      return onErrandDesk(options, { run }, async ({ send, support, names, settled }) => {
        await send("milk");
        await send("bread");
        await support.tick();
        const [first, second] = (await support.jobs.list({ state: "dead" })).rows;
        isMended = true;
        await support.jobs.discard({ jobId: second?.id ?? "" });
        const replayed = await settled(
          Promise.allSettled([
            support.jobs.replay({ jobId: first?.id ?? "" }),
            support.jobs.replay({ jobId: first?.id ?? "" }),
          ]),
        );
        expect(replayed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        await support.tick();
        expect((await names()).filter((name) => !name.startsWith("dead"))).toHaveLength(1);
        expect((await support.jobs.list({ state: "dead" })).rows).toEqual([]);
        for (const job of [first, second])
          await expect(support.jobs.replay({ jobId: job?.id ?? "" })).rejects.toMatchObject({
            code: "NOT_FOUND",
          });
      });
    });

    test("one that fails does not hold up the others", () => {
      const run: typeof done = (job) =>
        job.data.name === "bad" ? Promise.reject(new Error("no")) : done(job);
      return onErrandDesk(options, { run }, async ({ send, support, names }) => {
        for (const name of ["a", "bad", "b"]) await send(name);
        expect((await support.tick()).jobs).toBe(3);
        expect([...(await names())].sort()).toEqual(["a", "b"]);
      });
    });

    test("when even the failure cannot be written, the others go on and the job comes back", () => {
      let isBroken = true;
      const run: typeof done = (job) =>
        job.data.name === "bad" && isBroken ? Promise.reject(new Error("no")) : done(job);
      return onErrandDesk(options, { run }, async (desk) => {
        await desk.send("bad");
        await desk.send("good");
        desk.storage.failNext("before", (changes) =>
          changes.some((change) => change.kind === "update" && change.set?.failures !== undefined),
        );
        await desk.support.tick();
        expect(await desk.names()).toEqual(["good"]);
        isBroken = false;
        await desk.clock.advance(60_000);
        await desk.support.tick();
        expect(await desk.names()).toEqual(["good", "bad"]);
      });
    });
  });
}

/** A job of a kind that no longer exists. */
function strange(kind: string) {
  return {
    tenantId: "default",
    id: `job_${kind}`,
    kind,
    data: {},
    key: null,
    dueAt: 0,
    leasedUntil: null,
    lane: "normal",
    placeAt: 0,
    priority: null,
    rate: null,
    publishedUntil: null,
    fence: 0,
    fenceBase: 0,
    diedAt: null,
    failures: [],
    createdAt: 0,
    correlationId: "cor_1",
  };
}
