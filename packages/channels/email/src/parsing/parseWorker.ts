/** @module The program of a parser thread: answers one request after the other. */
import { parentPort } from "node:worker_threads";
import { isSupportError } from "@heedkit/core";
import { openAttachment } from "../inbound/attachments.ts";
import { parseContext } from "../inbound/parseContext.ts";
import { parseInContext } from "../inbound/parseEmail.ts";
import type { ParserAnswer, ParserFailure, ParserRequest } from "./parserRequest.ts";

parentPort?.on("message", async (request: ParserRequest) => {
  const answer = await answerTo(request).catch(failure);
  parentPort?.postMessage(answer, answer.kind === "opened" ? [answer.bytes.buffer] : []);
});
parentPort?.postMessage({ kind: "ready" } satisfies ParserAnswer);

async function answerTo(request: ParserRequest): Promise<ParserAnswer> {
  if (request.kind === "open") {
    const { body, reference, limits } = request;
    return { kind: "opened", bytes: new Uint8Array(openAttachment(body, reference, limits)) };
  }
  const { body, desk, readsForwards, tenantId, envelope } = request;
  const context = parseContext({ ...desk, tenantId, isAgent: () => readsForwards });
  const events = await parseInContext(body, { ...context, ...envelope });
  return { kind: "parsed", events };
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
