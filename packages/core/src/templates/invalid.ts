import { LiquidError } from "liquidjs";
import { SupportError } from "../errors/index.ts";
import { nearest } from "../suggest.ts";
import type { Problem } from "./check.ts";
import { type Body, filterNames, tagNames } from "./engine.ts";

/** A problem and the part of the template it is in. */
export interface PlacedProblem extends Problem {
  readonly part: "subject" | "text" | "html";
}

/** Replacements for excluded filters of Liquid. */
const replacements: Readonly<Record<string, string>> = {
  date: "time",
  date_to_string: "time",
  strip_tags: "strip_html",
};

/** All problems of a template in one error. `label`: `template "welcome"`. */
export function invalidTemplate(
  label: string,
  problems: readonly PlacedProblem[],
  cause?: unknown,
): SupportError {
  const sentences = problems.slice(0, 10).map(({ message, suggestion, part, line, column }) => {
    const hint = suggestion === null ? "" : ` Did you mean "${suggestion}"?`;
    return `${message} in ${label}.${hint} (${part}, line ${line}, column ${column})`;
  });
  const further = problems.length > 10 ? ` And ${problems.length - 10} more.` : "";
  return new SupportError("TEMPLATE_INVALID", `${sentences.join(" ")}${further}`, {
    details: { problems },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** A template that exceeded a limit while it was rendered. */
export function failedTemplate(label: string, part: string, cause: unknown): SupportError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new SupportError("TEMPLATE_FAILED", `The ${part} of ${label} could not be rendered: ${message}.`, {
    cause,
  });
}

/** Liquid's own error as a problem: it only says in words what is unknown. */
export function problemOf(error: unknown, body: Body): Problem {
  const [line = 1, column = 1] = LiquidError.is(error) ? error.token.getPosition() : [];
  const original = LiquidError.is(error) ? error.originalError?.message : undefined;
  const message = original ?? (error instanceof Error ? error.message : String(error));
  const filter = /^undefined filter: (\S+)/.exec(message)?.[1];
  if (filter !== undefined) {
    const suggestion = replacements[filter] ?? nearest(filter, filterNames[body]);
    return { what: "filter", name: filter, suggestion, message: `Unknown filter "${filter}"`, line, column };
  }
  const tag = /^tag "(.+)" not found$/.exec(message)?.[1];
  if (tag !== undefined) {
    const suggestion = nearest(tag, tagNames);
    return { what: "tag", name: tag, suggestion, message: `Unknown tag "${tag}"`, line, column };
  }
  const reason = message.replace(/, line:\d+, col:\d+$/, "");
  return { what: "syntax", name: null, suggestion: null, message: `Cannot read "${reason}"`, line, column };
}
