import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseEmail } from "../inbound/parseEmail.ts";
import { corpus, corpusTitle } from "../testing/corpus.ts";

const folder = corpus("bounce/sisimai");
const expectation = z.record(z.string(), z.array(z.object({ reason: z.string(), hardBounce: z.boolean() })));

/** Of people or of list robots, not of mail systems; as they are no bounces they are not to be taken for one. */
const noReports = ["arf-26", "lhost-amazonses-12", "lhost-fml-02", "lhost-fml-03"];

test.skipIf(folder === null)(
  corpusTitle("bounces of the corpus are known for what they are", folder),
  async () => {
    const expected = expectation.parse(JSON.parse(readFileSync(join(folder ?? "", "expected.json"), "utf8")));
    const counts = {
      files: 0,
      known: 0,
      withRecipient: 0,
      withMessageId: 0,
      judged: 0,
      sameHardness: 0,
      userUnknown: 0,
    };
    for (const [name, rows] of Object.entries(expected)) {
      counts.files += 1;
      const events = await parseEmail(readFileSync(join(folder ?? "", `${name}.eml`)));
      const receipts = events.filter((event) => event.kind === "receipt");
      expect(receipts.length === 0, name).toBe(noReports.includes(name));
      if (receipts[0] === undefined) continue;
      counts.known += 1;
      if (receipts[0].recipient !== null) counts.withRecipient += 1;
      if (receipts[0].externalId !== "") counts.withMessageId += 1;
      for (const [index, { reason, hardBounce }] of rows.entries()) {
        const receipt = receipts[index] ?? receipts[0];
        counts.judged += 1;
        const isSame = (receipt.permanence === "hard") === hardBounce;
        if (isSame) counts.sameHardness += 1;
        // The corpus calls an unknown user told after the content "filtered" and soft; here that address is dead.
        else if (reason === "filtered" && /user|account/i.test(receipt.detail ?? "")) counts.userUnknown += 1;
      }
    }
    console.info("bounce corpus:", counts);
    expect(counts.files).toBe(185);
    expect(counts.withRecipient).toBeGreaterThanOrEqual(180);
    expect(counts.withMessageId).toBeGreaterThanOrEqual(160);
    expect(counts.sameHardness / counts.judged).toBeGreaterThan(0.9);
  },
);
