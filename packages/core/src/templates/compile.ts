import { SupportError } from "../errors/index.ts";
import { sanitiseHtml } from "../html/index.ts";
import { type Findings, findUnknownVariables, type Problem } from "./check.ts";
import { type Body, createEngine, longestTemplate, type Parsed } from "./engine.ts";
import { failedTemplate, invalidTemplate, problemOf } from "./invalid.ts";
import { type ObjectShape, sampleOf } from "./shapes.ts";
import type { Source } from "./source.ts";
import { type Audience, createTimeWording, type TimeWording } from "./timeWording.ts";

/** A parsed template, ready to be rendered. */
export interface Compiled {
  /** First names of the variables used, so that unused data is not read. */
  readonly roots: ReadonlySet<string>;
  /** @throws SupportError TEMPLATE_FAILED if a limit was exceeded */
  render(values: object, audience: Audience): Source;
}

export interface Compiler {
  readonly wording: TimeWording;
  /** Parses a template that was checked when it was saved. `label` names it in errors: `template "welcome"`. */
  compile(source: Source, label: string, catalogue: ObjectShape): Compiled;
  /**
   * The same for a template that is new.
   * @throws SupportError TEMPLATE_INVALID listing every problem with its place and a suggestion
   */
  check(source: Source, label: string, catalogue: ObjectShape): Compiled;
}

const parts = ["subject", "text", "html"] as const;
type Part = (typeof parts)[number];
type Parts = Readonly<Record<Part, Parsed | null>>;

/** Maximum tags and outputs of one part: checking costs their number times its length. */
const mostTags = 2_000;

export function createCompiler(): Compiler {
  const wording = createTimeWording();
  const engines = { text: createEngine("text", wording), html: createEngine("html", wording) };

  const parse = (source: Source, label: string): Parts => {
    const one = (part: Part): Parsed | null => {
      const written = source[part];
      if (written === null) return null;
      const excess = excessOf(written);
      if (excess !== null) throw invalidTemplate(label, [{ ...excess, part }]);
      try {
        return engines[bodyOf(part)].parse(written);
      } catch (error) {
        throw invalidTemplate(label, [{ ...problemOf(error, bodyOf(part)), part }], error);
      }
    };
    return { subject: one("subject"), text: one("text"), html: one("html") };
  };

  const understand = (source: Source, label: string, catalogue: ObjectShape) => {
    const parsed = parse(source, label);
    const found = parts.map((part) => ({ part, ...look(parsed[part], part, label, catalogue) }));
    const problems = found.flatMap(({ part, problems }) => problems.map((problem) => ({ ...problem, part })));
    const roots = new Set(found.flatMap(({ roots }) => [...roots]));

    const render = (values: object, audience: Audience): Source => {
      const fill = (part: Part): string | null => {
        const template = parsed[part];
        if (template === null) return null;
        try {
          return tidy[part](engines[bodyOf(part)].render(template, values, audience));
        } catch (error) {
          throw failedTemplate(label, part, error);
        }
      };
      return { subject: fill("subject"), text: fill("text") ?? "", html: fill("html") };
    };
    return { compiled: { roots, render }, problems };
  };

  return {
    wording,
    compile: (source, label, catalogue) => understand(source, label, catalogue).compiled,
    check(source, label, catalogue) {
      const { compiled, problems } = understand(source, label, catalogue);
      if (problems.length > 0) throw invalidTemplate(label, problems);
      try {
        compiled.render(Object(sampleOf(catalogue)), { locale: "en", timeZone: "UTC", now: 0 });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        throw new SupportError("TEMPLATE_INVALID", `${message} Shorten the template, or loop over less.`, {
          cause: error,
        });
      }
      return compiled;
    },
  };
}

function look(parsed: Parsed | null, part: Part, label: string, catalogue: ObjectShape): Findings {
  try {
    return findUnknownVariables(parsed?.templates ?? [], catalogue);
  } catch (error) {
    // Deeply nested names exhaust the stack.
    throw invalidTemplate(label, [{ ...problemOf(error, bodyOf(part)), part }], error);
  }
}

function bodyOf(part: Part): Body {
  return part === "html" ? "html" : "text";
}

const tidy: Readonly<Record<Part, (written: string) => string>> = {
  // A line break in a subject would start another header of the mail.
  subject: (written) =>
    written
      .replace(/[\s\p{Cc}]+/gu, " ")
      .trim()
      .slice(0, 1_000),
  // False conditions leave empty lines behind.
  text: (written) => written.replace(/\n(?:[ \t]*\n){2,}/g, "\n\n").trim(),
  // Whoever wrote the template: what agents see before sending is what will be stored.
  html: sanitiseHtml,
};

function excessOf(written: string): Problem | null {
  const count = written.split(/\{[{%]/).length - 1;
  const message =
    written.length > longestTemplate
      ? `More than ${longestTemplate} characters`
      : count > mostTags
        ? `More than ${mostTags} tags and outputs`
        : null;
  return message === null
    ? null
    : { what: "limit", name: null, suggestion: null, message, line: 1, column: 1 };
}
