import { parseEmail } from "@heedkit/channel-email";
import { simpleParser } from "mailparser";
import PostalMime from "postal-mime";
import {
  type BenchOptions,
  type Contender,
  median,
  pairedRatio,
  pairedRounds,
  type Result,
} from "./harness.ts";
import { corpusMails, newsletter } from "./mime/mails.ts";

const BENCH = "mime";

/** A mail parser; returns the number of attachments. */
type Read = (mail: Buffer) => Promise<number>;

const readers: readonly (readonly [string, Read])[] = [
  [
    "heedkit",
    async (mail) => (await parseEmail(mail, { envelopeFrom: "a@b.example" }).catch(() => [])).length,
  ],
  ["mailparser", async (mail) => (await simpleParser(mail)).attachments.length],
  ["postal-mime", async (mail) => (await PostalMime.parse(mail)).attachments.length],
];

/** Reads the mails of the corpus and a large newsletter, beside mailparser and bare postal-mime, which sanitises nothing. */
export async function* run({ rounds }: BenchOptions): AsyncGenerator<Result> {
  const corpus = corpusMails();
  if (corpus.length === 0) console.error("shared/data/mail is not here: its mails are SKIPPED.");
  else yield* compare(`${corpus.length} mails`, corpus, rounds);
  yield* compare("a newsletter of 256 KB", [newsletter(256)], rounds);
}

async function* compare(name: string, mails: readonly Buffer[], rounds: number): AsyncGenerator<Result> {
  const contenders = readers.map(([reader, read]) => overMails(reader, read, mails));
  // Once unmeasured, so that nobody pays for compilation.
  for (const { measure } of contenders) await measure();
  const [ours = [], ...peers] = await pairedRounds(contenders, rounds);
  for (const [index, values] of peers.entries()) {
    const baseline = contenders[index + 1]?.name ?? null;
    yield {
      bench: BENCH,
      case: name,
      value: median(ours),
      unit: "mails/s",
      baseline,
      ratio: pairedRatio(ours, values),
    };
  }
}

function overMails(name: string, read: Read, mails: readonly Buffer[]): Contender {
  return {
    name,
    async measure() {
      const startedAt = performance.now();
      for (const mail of mails) await read(mail);
      return (mails.length / (performance.now() - startedAt)) * 1000;
    },
  };
}
