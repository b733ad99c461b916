import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchOptions, median, pairedRatio, pairedRounds, quantile, type Result } from "./harness.ts";
import { ownDatabase } from "./storages.ts";

const mailsInRound = 800;
const baseline = "smtp-server, each mail synced to a file";

/**
 * Whole mails over SMTP, from the socket to a durable case with its acknowledgement queued, sent by another process
 * over so many connections. Beside the same mail server library that only appends each mail to a file and syncs it.
 */
export async function* run(options: BenchOptions): AsyncIterable<Result> {
  const { storage = "sqlite", senders = "32" } = options.values;
  const folder = mkdtempSync(join(tmpdir(), "heedkit-bench-"));
  const database = await ownDatabase(storage);
  const sender = fork(new URL("./desk/sender.ts", import.meta.url));
  try {
    const desk = await taker("desk", sender, ["desk", storage, database.location], Number(senders));
    const file = await taker("file", sender, ["file", folder], Number(senders));
    await pairedRounds([desk, file], 3);
    desk.forget();
    file.forget();
    const [rates = [], base = []] = await pairedRounds([desk, file], options.rounds);
    const about = { bench: "desk", baseline: null, ratio: null };
    yield {
      ...{ ...about, case: `${storage}, ${senders} senders`, value: median(rates), unit: "mails/s" },
      ...{ baseline, ratio: pairedRatio(rates, base) },
    };
    for (const share of [0.5, 0.99])
      yield { ...about, case: `p${share * 100}`, value: quantile(desk.latencies, share), unit: "ms" };
    yield { ...about, case: "processor", value: median(desk.processorMs), unit: "ms/mail" };
    yield { ...about, case: "baseline", value: median(base), unit: "mails/s" };
    yield { ...about, case: "baseline, processor", value: median(file.processorMs), unit: "ms/mail" };
    for (const { stop } of [desk, file]) stop();
  } finally {
    sender.kill();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function taker(name: string, sender: ChildProcess, words: readonly string[], senders: number) {
  const server = fork(new URL("./desk/taker.ts", import.meta.url), words);
  const { port } = await answer<{ readonly port: number }>(server);
  const latencies: number[] = [];
  const processorMs: number[] = [];
  let first = 0;
  const processor = async () => {
    server.send("processor");
    const { cpu } = await answer<{ readonly cpu: NodeJS.CpuUsage }>(server);
    return (cpu.user + cpu.system) / 1_000;
  };
  return {
    name,
    latencies,
    processorMs,
    stop: () => server.disconnect(),
    forget() {
      latencies.length = 0;
      processorMs.length = 0;
    },
    async measure(): Promise<number> {
      const before = await processor();
      sender.send({ port, senders, first, count: mailsInRound });
      first += mailsInRound;
      const done = await answer<{ readonly elapsedMs: number; readonly latencies: number[] }>(sender);
      latencies.push(...done.latencies);
      processorMs.push(((await processor()) - before) / mailsInRound);
      return (mailsInRound / done.elapsedMs) * 1_000;
    },
  };
}

/** The next message of a child process; its own file defines the messages. */
async function answer<Message>(from: ChildProcess): Promise<Message> {
  const heard = new AbortController();
  const died = once(from, "exit", heard).then(() => {
    throw new Error("A process of the benchmark exited early.");
  });
  died.catch(() => undefined);
  const [message] = await Promise.race([once(from, "message", heard), died]);
  heard.abort();
  return message as Message;
}
