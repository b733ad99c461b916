import { Context, type Emitter, filters, Liquid, type Template, tags, toValueSync } from "liquidjs";
import { escapeHtml } from "../html/index.ts";
import { type Audience, type TimeStyle, type TimeWording, timeStyles } from "./timeWording.ts";

/**
 * The part of Liquid that templates may use. Left out: files (`include`, `render`, `layout`), what keeps a state of
 * its own (`increment`, `cycle`), expressions in strings (`where_exp`), which no check could look into, `raw`, which
 * would let a customer's words into HTML unescaped, and `date`, which reads the system's time and zone.
 */
export const tagNames = [
  "assign",
  "break",
  "capture",
  "case",
  "comment",
  "continue",
  "echo",
  "for",
  "if",
  "liquid",
  "raw",
  "unless",
  "#",
] as const;

const plainFilters = [
  "abs",
  "append",
  "at_least",
  "at_most",
  "capitalize",
  "ceil",
  "compact",
  "concat",
  "default",
  "divided_by",
  "downcase",
  "first",
  "floor",
  "join",
  "last",
  "lstrip",
  "map",
  "minus",
  "modulo",
  "plus",
  "prepend",
  "remove",
  "remove_first",
  "replace",
  "replace_first",
  "reverse",
  "round",
  "rstrip",
  "size",
  "slice",
  "sort",
  "sort_natural",
  "split",
  "strip",
  "strip_html",
  "strip_newlines",
  "times",
  "truncate",
  "truncatewords",
  "uniq",
  "upcase",
  "url_encode",
  "where",
] as const;

/** Names of the filters that templates of a sort may use. */
export const filterNames: Readonly<Record<Body, readonly string[]>> = {
  text: [...plainFilters, "time"],
  html: [...plainFilters, "time", "escape", "newline_to_br"],
};

/** Longest template, in UTF-16 units. */
export const longestTemplate = 50_000;
/** Longest text that a template may write. */
const longestOutput = 500_000;
/** Milliseconds that one template may take. */
const renderLimitMs = 100;
/** Characters and items that filters and ranges of one template may make. */
const memoryLimit = 1_000_000;

export type Body = "text" | "html";

export interface Engine {
  /** @throws Error of Liquid, with the place */
  parse(source: string): Template[];
  /** @throws Error of Liquid when a limit is passed */
  render(parsed: Template[], values: object, audience: Audience): string;
}

/** Liquid for one sort of body: HTML escapes what is put in, text leaves it. */
export function createEngine(body: Body, wording: TimeWording): Engine {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: longestTemplate,
    renderLimit: renderLimitMs,
    memoryLimit,
    templates: {},
    ...(body === "html" ? { outputEscape: (value: unknown) => escapeHtml(stringified(value)) } : {}),
  });
  const allowedTags = new Set<string>(tagNames);
  for (const name of Object.keys(tags)) if (!allowedTags.has(name)) delete liquid.tags[name];
  const allowedFilters = new Set<string>(plainFilters);
  for (const name of Object.keys(filters)) if (!allowedFilters.has(name)) liquid.unregisterFilter(name);
  liquid.registerFilter("time", function (value: unknown, style: unknown = "long") {
    const audience = this.context.getRegister<Audience | undefined>(audienceRegister);
    if (typeof value !== "number" || audience === undefined) return "";
    return wording.instant(value, audience, isTimeStyle(style) ? style : "long");
  });
  if (body === "html") {
    // `raw` tells Liquid that these have escaped by themselves when they come last.
    liquid.registerFilter("escape", { raw: true, handler: (value) => escapeHtml(stringified(value)) });
    liquid.registerFilter("newline_to_br", {
      raw: true,
      handler: (value) => escapeHtml(stringified(value)).replaceAll("\n", "<br>\n"),
    });
  }

  return {
    parse: (source) => liquid.parse(source),
    render(parsed, values, audience) {
      const context = new Context(values, liquid.options, { sync: true }, { liquid });
      context.setRegister(audienceRegister, audience);
      return String(toValueSync(liquid.renderer.renderTemplates(parsed, context, limitedEmitter())));
    },
  };
}

const audienceRegister = "audience";

function isTimeStyle(style: unknown): style is TimeStyle {
  return timeStyles.some((known) => known === style);
}

function limitedEmitter(): Emitter {
  const emitter: Emitter = {
    buffer: "",
    write(value: unknown) {
      emitter.buffer += stringified(value);
      if (emitter.buffer.length > longestOutput) throw new Error("output limit exceeded");
    },
  };
  return emitter;
}

function stringified(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.map(stringified).join("") : String(value);
}
