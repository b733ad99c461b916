import { trimReply } from "@heedkit/channel-email";
import EmailReplyParser from "email-reply-parser";
import planer from "planer";
import {
  againstBestPeer,
  type BenchOptions,
  type Contender,
  operationsPerSecond,
  pairedRatio,
  pairedRounds,
  type Result,
} from "./harness.ts";
import { concatenatedReplies, replies } from "./trim/replies.ts";

const BENCH = "trim";
const KIB = 1024;

/** A way to extract the new part of a reply; returns its length. */
type Trim = (text: string) => number;

const ours: Trim = (text) => trimReply(text).newText.length;

/**
 * Trims replies of seven usual clients, against the faster of two peers; then what four times the text costs. Pairs of
 * 160 KB and 40 KB of concatenated replies show whether time grows faster than the text.
 */
export async function* run({ rounds }: BenchOptions): AsyncGenerator<Result> {
  const parser = new EmailReplyParser();
  yield await againstBestPeer(
    { bench: BENCH, case: "a reply", unit: "ops/s" },
    overReplies("heedkit", ours),
    [
      overReplies("planer", (text) => planer.extractFrom(text, "text/plain").length),
      overReplies("email-reply-parser", (text) => parser.parseReply(text).length),
    ],
    rounds,
  );
  yield* growth(rounds);
}

function overReplies(name: string, trim: Trim): Contender {
  return operationsPerSecond(name, (call) => trim(replies[call % replies.length] ?? ""));
}

async function* growth(rounds: number): AsyncGenerator<Result> {
  const contenders = [40, 160].map((kib) => {
    const text = concatenatedReplies(kib * KIB);
    // Marked quotes end, so that the whole text is read, not only the part above the first quote.
    const read = text.replaceAll(/^(?:From|-----|Sent:|To:|Subject:).*$/gm, "An answer.");
    return operationsPerSecond(`${kib} KB`, () => ours(read));
  });
  const [short = [], long = []] = await pairedRounds(contenders, rounds);
  const ratio = pairedRatio(short, long);
  yield { bench: BENCH, case: "160 KB / 40 KB", value: ratio, unit: "x cost", baseline: "40 KB", ratio };
}
