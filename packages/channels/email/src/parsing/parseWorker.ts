/** @module The program of a parser thread: answers batches, one request after the other. */
import { parentPort } from "node:worker_threads";
import { isSupportError } from "@heedkit/core";
import { readForDiagnosis } from "../diagnosis/readForDiagnosis.ts";
import { openAttachment } from "../inbound/attachments.ts";
import { type ParseContext, parseContext } from "../inbound/parseContext.ts";
import { parseInContext } from "../inbound/parseEmail.ts";
import type {
  DeskFacts,
  ParserAnswer,
  ParserFailure,
  ParserMessage,
  ParserRequest,
} from "./parserRequest.ts";

parentPort?.on("message", async (requests: readonly ParserRequest[]) => {
  const answers: ParserAnswer[] = [];
  for (const request of requests) answers.push(await answerTo(request).catch(failure));
  const opened = answers.flatMap((answer) => (answer.kind === "opened" ? [answer.content] : []));
  parentPort?.postMessage({ kind: "answers", answers } satisfies ParserMessage, opened);
});
parentPort?.postMessage({ kind: "ready" } satisfies ParserMessage);

async function answerTo(request: ParserRequest): Promise<ParserAnswer> {
  if (request.kind === "open") {
    const { body, reference, limits } = request;
    return { kind: "opened", content: new Uint8Array(openAttachment(body, reference, limits)).buffer };
  }
  const { body, readsForwards, tenantId, envelope } = request;
  const context = { ...contextOf(request.desk), tenantId, isAgent: () => readsForwards, ...envelope };
  if (request.kind === "diagnose") return { kind: "diagnosed", reading: readForDiagnosis(body, context) };
  return { kind: "parsed", events: await parseInContext(body, context) };
}

/** Messages of a batch share the object of their desk. */
const contexts = new WeakMap<DeskFacts, ParseContext>();

function contextOf(desk: DeskFacts): ParseContext {
  const context = contexts.get(desk) ?? parseContext(desk);
  contexts.set(desk, context);
  return context;
}

function failure(error: unknown): ParserFailure {
  if (isSupportError(error)) {
    const { code, message, details } = error;
    return { kind: "failed", code, message, details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    kind: "failed",
    code: "UNPARSEABLE",
    message: `The message can't be read: ${message}`,
    details: {},
  };
}
