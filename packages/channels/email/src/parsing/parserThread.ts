import { Worker } from "node:worker_threads";
import { SupportError } from "@heedkit/core";
import type { ParserAnswer, ParserMessage, ParserRequest } from "./parserRequest.ts";
import type { ParsingBounds } from "./parsingBounds.ts";

/** A thread that parses mail, one batch at a time. */
export interface ParserThread {
  /**
   * The answers to requests, in their order. Throws PARSER_STOPPED once the thread is gone because one of them killed it
   * or all together outlasted it; the thread is of no use afterwards.
   */
  run(requests: readonly ParserRequest[]): Promise<readonly ParserAnswer[]>;
  readonly isAlive: boolean;
  stop(): Promise<void>;
}

/** A slow machine takes seconds to load a thread; what takes longer than this never comes. */
const longestStartMs = 60_000;
/** Room for deep HTML: parsers call themselves for each level. */
const stackSizeMb = 4;
const parseProgram = new URL(
  import.meta.url.endsWith(".ts") ? "./parseWorker.ts" : "./parseWorker.js",
  import.meta.url,
);

/** Starts a thread. It keeps the process alive only while it has something to do. */
export function startThread(
  { timeoutMs, maxMemoryMb }: ParsingBounds,
  program: URL = parseProgram,
): ParserThread {
  const worker = new Worker(program, {
    name: "heedkit-mail-parser",
    env: {},
    // How the process was given its own program (`--eval`, `--input-type`) is nothing to its threads.
    execArgv: process.execArgv.filter((argument) => !argument.startsWith("--input-type")),
    resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb, stackSizeMb },
  });
  let isAlive = true;
  let death: Error | null = null;
  let heard: (message: ParserMessage | null) => void = () => {};
  worker.on("message", (message: ParserMessage) => heard(message));
  worker.once("error", (error: unknown) => {
    death = error instanceof Error ? error : new Error(String(error));
  });
  const gone = new Promise<void>((resolve) => {
    worker.once("exit", () => {
      isAlive = false;
      heard(null);
      resolve();
    });
  });
  worker.unref();

  /** The next thing that the thread says; null once it is gone or has said nothing for so long. */
  const next = (withinMs: number): Promise<ParserMessage | null> =>
    new Promise((resolve) => {
      // This thread may have been busy longer than the other: an answer that is here already still counts.
      const timer = setTimeout(() => setImmediate(resolve, null), withinMs);
      heard = (message) => {
        clearTimeout(timer);
        resolve(message);
      };
      if (!isAlive) heard(null);
    });
  const started = next(longestStartMs);

  const stop = async () => {
    isAlive = false;
    await worker.terminate();
    await gone;
  };
  const exchange = async (requests: readonly ParserRequest[]) => {
    if ((await started) === null) {
      await stop();
      throw unstartable(death);
    }
    const { packed, buffer } = inOneBuffer(requests);
    worker.postMessage(packed, [buffer]);
    const message = await next(timeoutMs);
    if (message?.kind === "answers") return message.answers;
    const isTooSlow = isAlive;
    await stop();
    throw stopped(isTooSlow ? `took longer than ${timeoutMs} ms` : because(death, maxMemoryMb));
  };
  return {
    async run(requests) {
      worker.ref();
      try {
        return await exchange(requests);
      } finally {
        worker.unref();
      }
    },
    get isAlive() {
      return isAlive;
    },
    stop,
  };
}

/** Requests whose bodies are copied into one buffer, which can be handed over: the sender's are still needed if the thread dies. */
function inOneBuffer(requests: readonly ParserRequest[]) {
  const buffer = new ArrayBuffer(requests.reduce((total, { body }) => total + body.length, 0));
  let end = 0;
  const packed = requests.map((request) => {
    const body = new Uint8Array(buffer, end, request.body.length);
    body.set(request.body);
    end += body.length;
    return { ...request, body };
  });
  return { packed, buffer };
}

function because(death: Error | null, maxMemoryMb: number): string {
  if (death === null) return "ended the thread that read it";
  return "code" in death && death.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? `needed more than ${maxMemoryMb} MB of memory`
    : `ended the thread that read it: ${death.message}`;
}

function stopped(reason: string): SupportError {
  return new SupportError(
    "PARSER_STOPPED",
    `Reading the message ${reason}. Raise parsing.timeoutMs or parsing.maxMemoryMb if the message is legitimate.`,
  );
}

function unstartable(death: Error | null): SupportError {
  return new SupportError(
    "INVALID_CONFIGURATION",
    `The mail parser's thread failed to start${death === null ? "" : `: ${death.message}`}. If the application is bundled, keep @heedkit/channel-email external, or copy its dist/parseWorker.js beside the bundle.`,
    { retryable: true, ...(death === null ? {} : { cause: death }) },
  );
}
