import { type Context, defaultOperators, filters, Liquid, type Template, tags } from "liquidjs";
import { escapeHtml } from "../html/index.ts";
import {
  BoundedCapture,
  BoundedContext,
  BoundedFor,
  outputEmitter,
  refuseLarge,
  sizeOf,
  stringified,
} from "./budget.ts";
import { type Step, stepsOf } from "./steps.ts";
import { type Audience, type TimeStyle, type TimeWording, timeStyles } from "./timeWording.ts";

/**
 * The subset of Liquid that templates can use. Excluded: files (`include`, `render`, `layout`), state of its own
 * (`increment`, `cycle`), expressions in strings (`where_exp`), which can't be checked, `raw`, which would let a
 * customer's words into HTML unescaped, and `date`, which reads the system's time and zone.
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

/** Names of the filters that templates of a sort can use. */
export const filterNames: Readonly<Record<Body, readonly string[]>> = {
  text: [...plainFilters, "time"],
  html: [...plainFilters, "time", "escape", "newline_to_br"],
};

/** Maximum length of a template, in UTF-16 units. */
export const longestTemplate = 50_000;
export type Body = "text" | "html";

/** A template as parsed by Liquid, and how to render it. */
export interface Parsed {
  readonly templates: readonly Template[];
  readonly fill: Step;
}

export interface Engine {
  /** @throws Error of Liquid, with the position */
  parse(source: string): Parsed;
  /** @throws Error if a limit is exceeded */
  render(parsed: Parsed, values: object, audience: Audience): string;
}

/** Liquid for one sort of body: HTML escapes inserted values, text does not. */
export function createEngine(body: Body, wording: TimeWording): Engine {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: longestTemplate,
    operators: countedOperators,
    templates: {},
    ...(body === "html" ? { outputEscape: (value: unknown) => escapeHtml(stringified(value)) } : {}),
  });
  const allowedTags = new Set<string>(tagNames);
  for (const name of Object.keys(tags)) if (!allowedTags.has(name)) delete liquid.tags[name];
  liquid.registerTag("capture", BoundedCapture);
  liquid.registerTag("for", BoundedFor);
  const allowedFilters = new Set<string>(plainFilters);
  for (const [name, filter] of Object.entries(filters)) {
    if (allowedFilters.has(name) && typeof filter === "function")
      liquid.registerFilter(name, counted(filter, looksAtEach.has(name)));
    else liquid.unregisterFilter(name);
  }
  liquid.registerFilter("time", function (value: unknown, style: unknown = "long") {
    const audience = this.context.getRegister<Audience | undefined>(audienceRegister);
    if (typeof value !== "number" || audience === undefined) return "";
    return wording.instant(value, audience, isTimeStyle(style) ? style : "long");
  });
  if (body === "html") {
    // `raw` tells Liquid that these have escaped their output themselves if they come last.
    const escaped = counted((value) => escapeHtml(stringified(value)));
    const breakLines = counted((value) => escapeHtml(stringified(value)).replaceAll("\n", "<br>\n"));
    liquid.registerFilter("escape", { raw: true, handler: escaped });
    liquid.registerFilter("newline_to_br", { raw: true, handler: breakLines });
  }

  return {
    parse(source) {
      const templates = liquid.parse(source);
      return { templates, fill: stepsOf(templates) };
    },
    render({ fill }, values, audience) {
      const context = new BoundedContext(values, liquid);
      context.setRegister(audienceRegister, audience);
      const emitter = outputEmitter();
      fill(context, emitter);
      return emitter.buffer;
    },
  };
}

const audienceRegister = "audience";

type FilterHandler = Extract<(typeof filters)[string], (...values: never[]) => unknown>;

/** Filters that read a field of each list item by a name that they parse each time. */
const looksAtEach = new Set(["map", "sort", "sort_natural", "where"]);

/** Counts what a filter processes, which Liquid does for some of them, and rejects results that are too large. */
function counted(filter: FilterHandler, forEach = false): FilterHandler {
  return function (value: unknown, ...values: unknown[]) {
    const further = values.reduce((sum: number, one) => sum + sizeOf(one), 0);
    const times = forEach && Array.isArray(value) ? value.length : 1;
    this.context.memoryLimit.use(sizeOf(value) + further * times);
    const result: unknown = filter.call(this, value, ...values);
    refuseLarge(result);
    return result;
  };
}

/** Comparisons scan whole lists and texts, and in a loop they do so each time. */
const comparisons = new Set(["==", "!=", "<", ">", "<=", ">=", "contains"]);

const countedOperators: typeof defaultOperators = Object.fromEntries(
  Object.entries(defaultOperators).map(([name, operator]) => [
    name,
    comparisons.has(name)
      ? (left: unknown, right: unknown, context: Context) => {
          context.memoryLimit.use(sizeOf(left) + sizeOf(right));
          return operator(left, right, context);
        }
      : operator,
  ]),
);

function isTimeStyle(style: unknown): style is TimeStyle {
  return timeStyles.some((known) => known === style);
}
