import { readFileSync } from "node:fs";
import { isSupportError } from "@heedkit/core";
import { expect, test } from "vitest";
import { defaultParseLimits } from "../mime/parseLimits.ts";
import { readMime } from "../mime/readMime.ts";
import { corpus, corpusTitle, filesBelow } from "../testing/corpus.ts";
import { openAttachment } from "./attachments.ts";
import { parseEmail } from "./parseEmail.ts";

const folder = corpus("mail");

test.skipIf(folder === null)(
  corpusTitle("every message of the corpus is read whole or is UNPARSEABLE", folder),
  async () => {
    const counts = { files: 0, messages: 0, reports: 0, unparseable: 0, attachments: 0 };
    for (const path of filesBelow(folder ?? "")) {
      counts.files += 1;
      const bytes = readFileSync(path);
      try {
        // Many of the files are fragments without a sender; the envelope gives them one.
        const [event] = await parseEmail(bytes, { envelopeFrom: "someone@sender.example" });
        if (event?.kind !== "message") {
          counts.reports += 1;
          continue;
        }
        counts.messages += 1;
        const leaves = readMime(bytes, defaultParseLimits).leaves;
        const hasContent = leaves.some(({ body }) => Buffer.from(body).toString("latin1").trim() !== "");
        const isShown = event.text !== "" || event.html !== null || event.attachments.length > 0;
        expect(isShown || !hasContent, path).toBe(true);
        for (const { reference, size } of event.attachments) {
          counts.attachments += 1;
          expect(openAttachment(bytes, reference, defaultParseLimits), path).toHaveLength(size);
        }
      } catch (error) {
        if (!isSupportError(error) || error.code !== "UNPARSEABLE") throw error;
        counts.unparseable += 1;
      }
    }
    console.info("mail corpus:", counts);
    expect(counts.files).toBeGreaterThan(200);
    expect(counts.unparseable).toBeLessThanOrEqual(2);
  },
);

test.skipIf(folder === null)(
  corpusTitle("twenty damaged copies of each message are read or UNPARSEABLE, within 2 s each", folder),
  async () => {
    let state = 1;
    const next = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state % below;
    };
    const damages: readonly ((bytes: Buffer) => Buffer)[] = [
      (bytes) => bytes.subarray(0, next(bytes.length + 1)),
      (bytes) => Buffer.from(bytes.map((byte) => (next(50) === 0 ? next(256) : byte))),
      (bytes) => Buffer.concat([bytes.subarray(next(bytes.length + 1)), bytes]),
    ];
    let runs = 0;
    for (const path of filesBelow(folder ?? "")) {
      const bytes = readFileSync(path);
      for (let copy = 0; copy < 20; copy += 1) {
        const damaged = damages[copy % damages.length]?.(bytes) ?? bytes;
        const before = Buffer.from(damaged);
        const started = process.cpuUsage();
        runs += 1;
        await parseEmail(damaged, { envelopeFrom: "a@b.example" }).catch((error: unknown) => {
          if (!isSupportError(error) || error.code !== "UNPARSEABLE") throw error;
        });
        const { user, system } = process.cpuUsage(started);
        expect(user + system, path).toBeLessThan(2_000_000);
        expect(before.equals(damaged), path).toBe(true);
      }
    }
    console.info("damaged messages:", runs);
    expect(runs).toBeGreaterThan(4_000);
  },
  120_000,
);
