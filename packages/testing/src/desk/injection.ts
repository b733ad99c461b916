import { isSupportError } from "@heedkit/core";
import { describe, expect, test } from "vitest";
import { injections } from "../storage/corpora.ts";
import { onDesk } from "./harness/openDesk.ts";
import type { DeskSuiteOptions } from "./options.ts";

/** A desk tries one payload in four; the storage suite tries all of them. */
const oneIn = 4;

export function injectionTests(options: DeskSuiteOptions): void {
  const payloads = injections().filter((_, at) => at % oneIn === 0);
  describe.skipIf(payloads.length === 0)(`injection of SQL (${payloads.length} payloads)`, () => {
    test(
      "payloads leak nothing and break nothing, wherever a caller puts them",
      () =>
        onDesk(options, async ({ support, hear }) => {
          const { id: caseId, customerId } = await hear();
          const before = await support.cases.get({ caseId });
          const stranger = support.as({ kind: "customer", id: "cus_stranger" });
          // Refused as an id, or found nothing: never somebody else's rows. A storage may have no search at all.
          const found = async (call: Promise<unknown>): Promise<unknown> =>
            call.catch((error: unknown) => {
              if (
                isSupportError(error) &&
                ["INVALID_INPUT", "NOT_FOUND", "FORBIDDEN", "UNSUPPORTED"].includes(error.code)
              )
                return null;
              throw error;
            });
          const nothing = expect.toSatisfy(
            (given: unknown) =>
              given === null ||
              (typeof given === "object" &&
                "rows" in given &&
                Array.isArray(given.rows) &&
                given.rows.length === 0) ||
              (Array.isArray(given) && given.length === 0),
          );
          for (const payload of payloads) {
            const calls = [
              support.cases.list({ tags: [payload] }),
              support.cases.list({ customerId: payload }),
              support.cases.list({ assigneeId: payload, teamId: payload }),
              support.cases.get({ caseId: payload }),
              support.cases.messages({ caseId: payload }),
              support.customers.get({ customerId: payload }),
              support.customers.findByIdentity({ kind: "email", value: payload }),
              support.customers.findByHostId({ hostId: payload }),
              support.customers.timeline({ customerId: payload }),
              support.events.list({ caseId: payload }),
              stranger.cases.get({ caseId: payload }),
              stranger.cases.list({ after: [payload, payload] }),
            ];
            for (const given of await Promise.all(calls.map(found))) expect(given).toEqual(nothing);
            const place = [payload, payload];
            await found(support.cases.list({ after: place }));
            await found(support.cases.search({ text: payload }));
          }
          expect(await support.cases.get({ caseId })).toEqual(before);
          expect((await support.customers.get({ customerId })).id).toBe(customerId);
        }),
      120_000,
    );
  });
}
