import { Worker } from "node:worker_threads";
import { SupportError } from "@heedkit/core";
import type { ParserAnswer, ParserRequest } from "./parserRequest.ts";
import type { ParsingBounds } from "./parsingBounds.ts";

/** A thread that parses mail, one message at a time. */
export interface ParserThread {
  /**
   * The answer to a request. Throws PARSER_STOPPED once the thread is gone because the message killed or outlasted it;
   * the thread is of no use afterwards.
   */
  run(request: ParserRequest): Promise<ParserAnswer>;
  readonly isAlive: boolean;
  stop(): Promise<void>;
}

/** A slow machine takes seconds to load a thread; what takes longer than this never comes. */
const longestStartMs = 60_000;
/** Room for deep HTML: parsers call themselves for each level. */
const stackSizeMb = 4;
const program = new URL(
  import.meta.url.endsWith(".ts") ? "./parseWorker.ts" : "./parseWorker.js",
  import.meta.url,
);

/** Starts a thread. It keeps the process alive only while it has something to do. */
export function startThread({ timeoutMs, maxMemoryMb }: ParsingBounds): ParserThread {
  const worker = new Worker(program, {
    name: "heedkit-mail-parser",
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb, stackSizeMb },
  });
  let isAlive = true;
  let death: Error | null = null;
  let heard: (answer: ParserAnswer | null) => void = () => {};
  worker.on("message", (answer: ParserAnswer) => heard(answer));
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
  const next = (withinMs: number): Promise<ParserAnswer | null> =>
    new Promise((resolve) => {
      // This thread may have been busy longer than the other: an answer that is here already still counts.
      const timer = setTimeout(() => setImmediate(resolve, null), withinMs);
      heard = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      if (!isAlive) heard(null);
    });
  const started = next(longestStartMs);

  const stop = async () => {
    isAlive = false;
    await worker.terminate();
    await gone;
  };
  const exchange = async (request: ParserRequest) => {
    if ((await started) === null) {
      await stop();
      throw unstartable(death);
    }
    worker.postMessage(request, [request.body.buffer]);
    const answer = await next(timeoutMs);
    if (answer !== null) return answer;
    const isTooSlow = isAlive;
    await stop();
    throw stopped(isTooSlow ? `took longer than ${timeoutMs} ms` : because(death, maxMemoryMb));
  };
  return {
    async run(request) {
      worker.ref();
      try {
        return await exchange(request);
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

function because(death: Error | null, maxMemoryMb: number): string {
  if (death === null) return "ended the thread that read it";
  return "code" in death && death.code === "ERR_WORKER_OUT_OF_MEMORY"
    ? `needed more than ${maxMemoryMb} MB of memory`
    : `ended the thread that read it: ${death.message}`;
}

function stopped(reason: string): SupportError {
  return new SupportError(
    "PARSER_STOPPED",
    `Reading the message ${reason}. Raise parsing.timeoutMs or parsing.maxMemoryMb if it is an honest one.`,
  );
}

function unstartable(death: Error | null): SupportError {
  return new SupportError(
    "INVALID_CONFIGURATION",
    `The mail parser's thread does not start${death === null ? "" : `: ${death.message}`}. If the application is bundled, keep @heedkit/channel-email external, or copy its dist/parseWorker.js beside the bundle.`,
    { retryable: true, ...(death === null ? {} : { cause: death }) },
  );
}
