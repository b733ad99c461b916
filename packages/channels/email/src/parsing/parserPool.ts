import type { ParserAnswer, ParserRequest } from "./parserRequest.ts";
import { type ParserThread, startThread } from "./parserThread.ts";
import type { ParsingBounds } from "./parsingBounds.ts";

/** A few parser threads and the requests that wait for one. */
export interface ParserPool {
  /** Throws PARSER_STOPPED where the request killed or outlasted its thread. Others are not affected. */
  run(request: ParserRequest): Promise<ParserAnswer>;
  /** Ends all threads; call it when nothing is under way. */
  stop(): Promise<void>;
}

/** Starts threads when they are needed, up to as many as the bounds allow; one that died is replaced. */
export function parserPool(bounds: ParsingBounds): ParserPool {
  const idle: ParserThread[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;

  const freeThread = (): ParserThread => {
    for (let thread = idle.pop(); thread !== undefined; thread = idle.pop()) {
      if (thread.isAlive) return thread;
    }
    return startThread(bounds);
  };
  return {
    async run(request) {
      if (running >= bounds.threads) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      const thread = freeThread();
      try {
        return await thread.run(request);
      } finally {
        if (thread.isAlive) idle.push(thread);
        // Whoever waits takes this place over, so that none can overtake it.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
    async stop() {
      await Promise.all(idle.splice(0).map((thread) => thread.stop()));
    },
  };
}
