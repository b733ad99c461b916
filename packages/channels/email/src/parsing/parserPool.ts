import { isSupportError } from "@heedkit/core";
import { type ParserTask, takeBatch } from "./batches.ts";
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

/**
 * Starts threads when they are needed, up to as many as the bounds allow; one that died is replaced. Small messages that
 * wait at the same time share the way to a thread. Where one of them kills it, each is read again alone, so that the one
 * to blame is found and the others are not.
 */
export function parserPool(bounds: ParsingBounds): ParserPool {
  const idle: ParserThread[] = [];
  const waiting: ParserTask[] = [];
  /** Bodies that have stopped a thread: given again, they must not hold up others. */
  const suspects = new WeakSet<Uint8Array>();
  let running = 0;
  let willBegin = false;

  const freeThread = (): ParserThread => {
    for (let thread = idle.pop(); thread !== undefined; thread = idle.pop()) {
      if (thread.isAlive) return thread;
    }
    return startThread(bounds);
  };
  const begin = () => {
    willBegin = false;
    while (running < bounds.threads && waiting.length > 0) {
      running += 1;
      void work(takeBatch(waiting));
    }
  };
  const work = async (batch: readonly ParserTask[]) => {
    const thread = freeThread();
    try {
      const answers = await thread.run(batch.map(({ request }) => request));
      for (const [index, task] of batch.entries()) {
        const answer = answers[index];
        if (answer === undefined) task.reject(new Error("The parser left a message unanswered."));
        else task.resolve(answer);
      }
    } catch (error) {
      failed(batch, error);
    }
    if (thread.isAlive) idle.push(thread);
    running -= 1;
    begin();
  };
  const failed = (batch: readonly ParserTask[], error: unknown) => {
    const isStop = isSupportError(error) && error.code === "PARSER_STOPPED";
    if (isStop && batch.length > 1) {
      waiting.unshift(...batch.map((task) => ({ ...task, isAlone: true })));
      return;
    }
    for (const { request, reject } of batch) {
      if (isStop) suspects.add(request.body);
      reject(error);
    }
  };
  return {
    run: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ request, isAlone: suspects.has(request.body), resolve, reject });
        // What arrives in the same turn of the event loop goes together.
        if (!willBegin) setImmediate(begin);
        willBegin = true;
      }),
    async stop() {
      await Promise.all(idle.splice(0).map((thread) => thread.stop()));
    },
  };
}
