import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseEmail } from "../inbound/parseEmail.ts";
import { corpus, corpusTitle } from "../testing/corpus.ts";

const folder = corpus("bounce/sisimai");
const expectation = z.record(
  z.string(),
  z.array(z.object({ reason: z.string(), hardBounce: z.boolean(), status: z.string() })),
);

/** Of people or of list robots, not of mail systems; as they are no bounces they are not to be taken for one. */
const noReports = ["arf-26", "lhost-amazonses-12", "lhost-fml-02", "lhost-fml-03"];
/** Causes that Sisimai calls otherwise than without their hyphens. */
const sisimaiNames: Readonly<Record<string, readonly string[]>> = {
  "has-moved": ["hasmoved"],
  "not-accepting": ["notaccept"],
  suspended: ["suspend"],
  "message-too-big": ["mesgtoobig", "exceedlimit"],
  "authentication-failed": ["authfailure"],
  "ptr-required": ["requireptr"],
  "not-compliant": ["notcompliantrfc"],
  "rate-limited": ["toomanyconn", "speeding"],
};

function isSameCause(cause: string | null, reason: string): boolean {
  if (cause === null) return reason === "undefined" || reason === "onhold";
  return (sisimaiNames[cause] ?? [cause.replaceAll("-", "")]).includes(reason);
}

/** Sisimai makes codes up (`5.0.9xx`) where none is told; their class alone is compared. */
function isSameStatus(detail: string | null, status: string): boolean {
  const told = /^\d\.\d+\.\d+/.exec(detail ?? "")?.[0] ?? "";
  return status === "" || told === status || (/\.0\.9\d\d$/.test(status) && told[0] === status[0]);
}

test.skipIf(folder === null)(
  corpusTitle("bounces of the corpus are known for what they are", folder),
  async () => {
    const expected = expectation.parse(JSON.parse(readFileSync(join(folder ?? "", "expected.json"), "utf8")));
    const counts = { files: 0, known: 0, withRecipient: 0, withMessageId: 0, judged: 0 };
    const same = { hardness: 0, status: 0, cause: 0 };
    for (const [name, rows] of Object.entries(expected)) {
      counts.files += 1;
      const events = await parseEmail(readFileSync(join(folder ?? "", `${name}.eml`)));
      const receipts = events.filter((event) => event.kind === "receipt");
      expect(receipts.length === 0, name).toBe(noReports.includes(name));
      if (receipts[0] === undefined) continue;
      counts.known += 1;
      if (receipts[0].recipient !== null) counts.withRecipient += 1;
      if (receipts[0].externalId !== "") counts.withMessageId += 1;
      for (const [index, { reason, hardBounce, status }] of rows.entries()) {
        const receipt = receipts[index] ?? receipts[0];
        counts.judged += 1;
        if ((receipt.permanence === "hard") === hardBounce) same.hardness += 1;
        if (isSameStatus(receipt.detail, status)) same.status += 1;
        if (isSameCause(receipt.cause ?? null, reason)) same.cause += 1;
      }
    }
    const percent = Object.entries(same).map(([key, count]) => [key, (100 * count) / counts.judged] as const);
    console.info(
      "bounce corpus:",
      counts,
      Object.fromEntries(percent.map(([key, of]) => [key, of.toFixed(1)])),
    );
    expect(counts.files).toBe(185);
    expect(counts.withRecipient).toBeGreaterThanOrEqual(180);
    expect(counts.withMessageId).toBeGreaterThanOrEqual(160);
    // The rest is mostly users that a server calls unknown, which the corpus calls "filtered" and soft.
    expect(same.hardness / counts.judged).toBeGreaterThan(0.94);
    expect(same.status / counts.judged).toBeGreaterThan(0.97);
    expect(same.cause / counts.judged).toBeGreaterThan(0.88);
  },
);
