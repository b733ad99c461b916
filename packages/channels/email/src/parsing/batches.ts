import type { ParserAnswer, ParserRequest } from "./parserRequest.ts";

/** A larger message takes so long that the way to its thread no longer counts. */
const smallBytes = 64 * 1024;
/** More would keep the last one waiting for longer than the way to the thread takes. */
const mostInBatch = 16;
const mostBytesInBatch = 256 * 1024;

/** A request, and whoever waits for its answer. */
export interface ParserTask {
  readonly request: ParserRequest;
  /** Whether it must have a thread to itself, because it may be what killed one. */
  readonly isAlone: boolean;
  readonly resolve: (answer: ParserAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Takes tasks that can share a thread off the front of a queue: a few small messages, or any other task by itself. */
export function takeBatch(queue: ParserTask[]): readonly ParserTask[] {
  let size = 0;
  let bytes = 0;
  for (const task of queue) {
    bytes += task.request.body.length;
    if (!canShare(task) || size === mostInBatch || bytes > mostBytesInBatch) break;
    size += 1;
  }
  return queue.splice(0, Math.max(1, size));
}

function canShare({ request, isAlone }: ParserTask): boolean {
  return !isAlone && request.kind === "parse" && request.body.length <= smallBytes;
}
