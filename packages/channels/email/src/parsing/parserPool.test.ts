import { expect, onTestFinished, test } from "vitest";
import { parserPool } from "./parserPool.ts";
import type { ParserRequest } from "./parserRequest.ts";

const program = new URL("../testing/mortalParser.ts", import.meta.url);
const desk = { address: "", secret: "", previousSecrets: [], ownAddresses: [], forms: [], limits: {} };
const envelope = {
  ...{ envelopeFrom: null, envelopeTo: [], receivedAt: null, arrivedAt: null, historyBefore: null },
  isLive: false,
};

/** A thread takes seconds to start on a busy machine, and each that dies is replaced. */
const patienceMs = 120_000;

function openPool(threads: number) {
  const pool = parserPool({ threads, timeoutMs: 3_000, maxMemoryMb: 64 }, program);
  onTestFinished(() => pool.stop());
  /** How many shared the thread with it at the time, or why there was no answer. */
  return async (body: Uint8Array): Promise<string> => {
    const request: ParserRequest = {
      kind: "parse",
      body,
      desk,
      tenantId: "a",
      envelope,
      readsForwards: false,
    };
    try {
      const answer = await pool.run(request);
      return answer.kind === "failed" ? answer.message : answer.kind;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
}

const mail = (word: string, size = 100) => Buffer.from(word.padEnd(size));

test(
  "small messages share the way to a thread, up to a number and a size; a large one has it to itself",
  async () => {
    const read = openPool(1);
    const sizes = [...new Array<number>(20).fill(100), 70_000, ...new Array<number>(6).fill(60_000)];
    const shared = await Promise.all(sizes.map((size) => read(mail("mail", size))));
    expect(shared).toEqual([
      ...new Array<string>(16).fill("one of 16"),
      ...new Array<string>(4).fill("one of 4"),
      "one of 1",
      ...new Array<string>(4).fill("one of 4"),
      ...new Array<string>(2).fill("one of 2"),
    ]);
  },
  patienceMs,
);

test.each([
  ["die!", "ended the thread", 1],
  ["die!", "ended the thread", 2],
  ["hang", "took longer than 3000 ms", 2],
])(
  "where one of several messages says %s, each is read alone and that one is to blame (%s, %i threads)",
  async (word, reason, threads) => {
    const read = openPool(threads);
    const poison = mail(word);
    const outcomes = await Promise.all([mail("mail"), poison, mail("mail"), mail("mail")].map(read));
    expect(outcomes).toEqual(["one of 1", expect.stringContaining(reason), "one of 1", "one of 1"]);
    // Given again, it takes nobody with it.
    const again = await Promise.all([poison, mail("mail"), mail("mail")].map(read));
    expect(again).toEqual([expect.stringContaining(reason), "one of 2", "one of 2"]);
  },
  patienceMs,
);

test(
  "several that kill their thread are each found, and nothing else is lost",
  async () => {
    const read = openPool(2);
    const words = ["mail", "die!", "mail", "die!", "die!", "mail"];
    const outcomes = await Promise.all(words.map((word) => read(mail(word))));
    expect(outcomes.map((outcome) => outcome.startsWith("one of"))).toEqual(
      words.map((word) => word === "mail"),
    );
  },
  patienceMs,
);

test(
  "a thread that can't start fails what waits for it at once, with advice",
  async () => {
    const pool = parserPool({ threads: 1, timeoutMs: 3_000, maxMemoryMb: 64 }, new URL("./none.ts", program));
    const request: ParserRequest = {
      ...{ kind: "parse", body: mail("mail"), desk, tenantId: "a", envelope, readsForwards: false },
    };
    const outcomes = await Promise.allSettled([pool.run(request), pool.run(request)]);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "INVALID_CONFIGURATION" } });
  },
  patienceMs,
);
