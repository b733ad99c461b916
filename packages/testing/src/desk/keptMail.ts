import { setImmediate } from "node:timers/promises";
import { defineReaction, type Support, SupportError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { onErrandDesk } from "./harness/errandDesk.ts";
import { letter } from "./harness/letter.ts";
import { onDesk } from "./harness/openDesk.ts";
import { rawOf } from "./harness/scriptedChannel.ts";
import type { DeskSuiteOptions } from "./options.ts";

const unreadable = new SupportError("UNPARSEABLE", "A part has no end.");

const stop = () => {
  throw new SupportError("PARSER_STOPPED", "Reading the message took longer than 10 s.");
};

export function keptMailTests(options: DeskSuiteOptions): void {
  describe("what is not understood", () => {
    test("is kept raw, listed with the reason, and reported", () =>
      onDesk(options, async ({ support, clock }) => {
        const body = Uint8Array.from({ length: 256 }, (_, at) => at);
        const raw = {
          body,
          dedupeKey: "uid-1",
          receivedAt: clock.now(),
          metadata: { "x-header": ["a", "b"], from: "somebody", to: null },
        };
        const kept = await support.receive("letters", raw);
        expect(kept).toMatchObject({ outcome: "kept", caseIds: [] });
        expect((await support.intake.listKept()).rows).toMatchObject([
          { id: kept.inboundId, channelId: "letters", outcome: "kept", problem: expect.any(String) },
        ]);
        expect(await support.intake.openRaw({ inboundId: kept.inboundId })).toEqual(raw);
        expect((await support.events.list({ type: "inbound.kept" })).rows).toMatchObject([
          { data: { inboundId: kept.inboundId, channelId: "letters" } },
        ]);
      }));

    test("is listed page by page, newest first, without its bytes", () =>
      onDesk(options, async ({ support, receive, letters, clock }) => {
        letters.misunderstand(unreadable);
        const ids: string[] = [];
        for (let count = 0; count < 23; count++) {
          ids.unshift((await receive([letter()])).inboundId);
          await clock.advance(1);
        }
        const all = (await support.intake.listKept()).rows;
        expect(all.map(({ id }) => id)).toEqual(ids);
        expect(all.filter((row) => "body" in row)).toEqual([]);
        const first = (await support.intake.listKept({ limit: 12 })).rows;
        const last = first.at(-1);
        const after = [last?.receivedAt ?? 0, last?.id ?? ""];
        expect([...first, ...(await support.intake.listKept({ after, limit: 12 })).rows]).toEqual(all);
      }));

    test("is kept once, however often it comes", () =>
      onDesk(options, async ({ support, receive, letters, settled }) => {
        letters.misunderstand(unreadable);
        const first = await receive([letter()], "1");
        const again = await settled(receive([letter()], "1"));
        expect(again).toEqual({ ...first, outcome: "duplicate" });
        expect((await support.intake.listKept()).rows).toHaveLength(1);
      }));

    test("is taken in by a replay once it can be", () =>
      onDesk(options, async ({ support, receive, letters }) => {
        letters.misunderstand(unreadable);
        const { inboundId } = await receive([letter()]);
        await expect(support.intake.replay({ inboundId })).rejects.toMatchObject({ code: "UNPARSEABLE" });
        letters.misunderstand(null);
        const { caseIds } = await support.intake.replay({ inboundId });
        expect((await support.cases.list()).rows.map(({ id }) => id)).toEqual(caseIds);
        expect((await support.intake.listKept()).rows).toEqual([]);
        expect((await support.events.list({ type: "inbound.replayed" })).rows).toHaveLength(1);
        await expect(support.intake.replay({ inboundId })).rejects.toMatchObject({
          code: "INVALID_TRANSITION",
        });
      }));

    test("a failure of the connector while replaying is reported as UNPARSEABLE, with its cause", () =>
      onDesk(options, async ({ support, receive, letters }) => {
        const cause = new TypeError("undefined is not a function");
        letters.misunderstand(cause);
        const { inboundId } = await receive([letter()]);
        await expect(support.intake.replay({ inboundId })).rejects.toMatchObject({
          code: "UNPARSEABLE",
          cause,
        });
      }));

    test("replayed twice at once opens one case", () =>
      onDesk(options, async ({ support, receive, letters, settled }) => {
        letters.misunderstand(unreadable);
        const { inboundId } = await receive([letter()]);
        letters.misunderstand(null);
        const replay = () => support.intake.replay({ inboundId });
        const results = await settled(Promise.allSettled([replay(), replay()]));
        expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
        expect((await support.cases.list()).rows).toHaveLength(1);
      }));

    test("what cannot be read just now is refused, for the provider to deliver again", () =>
      onDesk(options, async ({ support, receive, letters }) => {
        letters.misunderstand(new SupportError("STORAGE_UNAVAILABLE", "later"));
        await expect(receive([letter()], "1")).rejects.toMatchObject({ retryable: true });
        letters.misunderstand(null);
        expect((await receive([letter()], "1")).outcome).toBe("accepted");
        expect((await support.intake.listKept()).rows).toEqual([]);
      }));

    test("what stops its parser once is read once more", () =>
      onDesk(options, async ({ support, receive, letters }) => {
        letters.scriptParsing(stop);
        const { outcome, caseIds } = await receive([letter()], "1");
        expect(outcome).toBe("accepted");
        expect((await support.cases.list()).rows.map(({ id }) => id)).toEqual(caseIds);
        expect((await support.intake.listKept()).rows).toEqual([]);
        expect((await receive([letter()], "1")).outcome).toBe("duplicate");
      }));

    test("what stops its parser twice is kept, and goes on being replayable", () =>
      onDesk(options, async ({ support, receive, letters }) => {
        letters.scriptParsing(stop, stop);
        const kept = await receive([letter()], "1");
        expect(kept).toMatchObject({ outcome: "kept", caseIds: [] });
        expect(letters.parses).toBe(2);
        expect((await support.intake.listKept()).rows).toMatchObject([
          { id: kept.inboundId, parserStops: 2, problem: expect.stringContaining("longer than 10 s") },
        ]);
        expect((await support.events.list({ type: "inbound.kept" })).rows).toMatchObject([
          { data: { inboundId: kept.inboundId, code: "UNPARSEABLE" } },
        ]);
        expect((await receive([letter()], "2")).outcome).toBe("accepted");
        const replayed = await support.intake.replay({ inboundId: kept.inboundId });
        expect(replayed).toMatchObject({ outcome: "accepted", inboundId: kept.inboundId });
        expect((await support.intake.listKept()).rows).toEqual([]);
      }));

    test("what stopped its parser is stored at once, and the next process goes on counting", () =>
      onDesk(options, async ({ support, receive, letters, another, settled }) => {
        letters.scriptParsing(stop, () => new Promise<never>(() => {}));
        void receive([letter()], "1");
        await settled(stored(support));
        const life = await another();
        life.letters.scriptParsing(stop);
        const kept = await life.receive([letter()], "1");
        expect(kept).toMatchObject({
          outcome: "kept",
          inboundId: (await support.intake.listKept()).rows[0]?.id,
        });
        expect(life.letters.parses).toBe(1);
        expect((await support.intake.listKept()).rows).toMatchObject([{ parserStops: 2 }]);
      }));

    test("what stopped the parser of one process is taken in by the next, where it can be read", () =>
      onDesk(options, async ({ support, receive, letters, another, settled }) => {
        letters.scriptParsing(stop, () => new Promise<never>(() => {}));
        void receive([letter()], "1");
        const inboundId = await settled(stored(support));
        const life = await another();
        const taken = await life.receive([letter()], "1");
        expect(taken).toMatchObject({ outcome: "accepted", inboundId });
        expect((await support.intake.listKept()).rows).toEqual([]);
        expect((await support.cases.list()).rows.map(({ id }) => id)).toEqual(taken.caseIds);
      }));

    test("what stops its parser once and is not understood then is kept once", () =>
      onDesk(options, async ({ support, receive, letters }) => {
        letters.scriptParsing(stop);
        letters.misunderstand(unreadable);
        const kept = await receive([letter()], "1");
        expect(kept.outcome).toBe("kept");
        expect((await support.intake.listKept()).rows).toMatchObject([
          { id: kept.inboundId, parserStops: 0, problem: unreadable.message },
        ]);
      }));

    test.each([
      ["no list", '{"kind":"message"}'],
      ["an unknown kind", '[{"kind":"telegram"}]'],
      ["a message without a sender", '[{"kind":"message","threadHints":[]}]'],
      ["nothing", ""],
    ])("a connector that makes %s of the bytes loses nothing", (_, text) =>
      onDesk(options, async ({ support, clock }) => {
        const body = new TextEncoder().encode(text);
        const raw = { body, dedupeKey: "1", receivedAt: clock.now(), metadata: {} };
        expect((await support.receive("letters", raw)).outcome).toBe("kept");
        expect((await support.intake.listKept()).rows).toHaveLength(1);
      }),
    );

    test("a message that a plugin's reaction fails on is kept, and taken in when the plugin is mended", () => {
      let isBroken = true;
      const faulty = {
        id: "faulty",
        reactions: [
          defineReaction({
            on: "case.opened",
            phase: "decide",
            run() {
              if (isBroken) throw new TypeError("a mistake in a plugin");
            },
          }),
        ],
      };
      return onErrandDesk(options, {}, async (base) => {
        const { support, receive, reports } = await base.another({}, [faulty]);
        const { outcome, inboundId } = await receive([letter()]);
        expect(outcome).toBe("kept");
        expect(reports).toHaveLength(1);
        isBroken = false;
        expect((await support.intake.replay({ inboundId })).caseIds).toHaveLength(1);
      });
    });

    test("a connector that listens hands in for its tenant, and remembers how far it has read", () =>
      onDesk(options, async ({ support, letters, settled }) => {
        await support.start();
        const host = letters.host;
        expect(await host?.cursors.load("default", "inbox")).toBeNull();
        await host?.cursors.save("default", "inbox", "7");
        await host?.cursors.save("default", "inbox", "8");
        expect(await host?.cursors.load("default", "inbox")).toBe("8");
        const taken = await host?.receive("default", rawOf([letter()], "1", 0));
        expect(taken?.outcome).toBe("accepted");
        expect((await support.events.list({ type: "case.opened" })).rows[0]?.actor).toEqual({
          kind: "system",
          id: "letters",
        });
        await expect(host?.receive("nowhere", rawOf([letter()], "2", 0))).rejects.toMatchObject({
          code: "UNKNOWN_TENANT",
        });
        await settled(support.stop());
      }));
  });
}

/** The id of the first kept delivery, once there is one. */
async function stored(support: Support): Promise<string> {
  for (;;) {
    const [kept] = (await support.intake.listKept()).rows;
    if (kept !== undefined) return kept.id;
    await setImmediate();
  }
}
