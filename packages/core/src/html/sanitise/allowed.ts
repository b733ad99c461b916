import { colourOf } from "./colour.ts";

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

/** Allowed elements. None runs a script, loads a page, takes input or switches the parsing mode. */
export const keptElements = words(
  "a abbr address article aside b bdi bdo blockquote br caption center cite code col colgroup dd del dfn div dl dt " +
    "em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp " +
    "section small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr",
);

/** Elements that are removed with their content: browsers run it, hide it or parse it differently. */
export const droppedElements = words(
  "applet audio canvas dialog iframe math noembed noframes noscript object optgroup option plaintext script style " +
    "svg template textarea title video xmp",
);

export const voidElements = words(
  "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr",
);

/** Start tags that close an open paragraph (HTML standard, 13.2.6.4.7). */
export const endsParagraph = words(
  "address article aside blockquote body center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 " +
    "h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table ul",
);

/** For elements with an optional end tag: what closes them, and where the search for them stops. */
export const impliedEnds: Readonly<
  Record<string, { readonly ends: ReadonlySet<string>; readonly within: ReadonlySet<string> }>
> = {
  li: { ends: words("li"), within: words("ul ol table td th") },
  dd: { ends: words("dd dt"), within: words("dl table td th") },
  dt: { ends: words("dd dt"), within: words("dl table td th") },
  td: { ends: words("td th"), within: words("tr table") },
  th: { ends: words("td th"), within: words("tr table") },
  tr: { ends: words("tr"), within: words("table") },
  tbody: { ends: words("thead tbody tfoot"), within: words("table") },
  thead: { ends: words("thead tbody tfoot"), within: words("table") },
  tfoot: { ends: words("thead tbody tfoot"), within: words("table") },
};

/** The end tag of another element does not reach past these. */
export const scopes = words("table td th caption");
export const tableParts = words("table thead tbody tfoot tr td th caption colgroup");

type Check = (value: string) => boolean;

const matching =
  (pattern: RegExp): Check =>
  (value) =>
    pattern.test(value);

const upTo =
  (most: number): Check =>
  (value) =>
    /^\d{1,4}$/.test(value) && Number(value) <= most;
const size: Check = (value) => upTo(2_000)(value) || /^\d{1,2}%$|^100%$/.test(value);
const align = matching(/^(?:left|right|center|justify|char)$/i);
const colour: Check = (value) => colourOf(value) !== null;
const cells: Readonly<Record<string, Check>> = {
  align,
  valign: matching(/^(?:top|middle|bottom|baseline)$/i),
  width: size,
  height: size,
  bgcolor: colour,
  colspan: upTo(100),
  rowspan: upTo(100),
};

const everywhere: Readonly<Record<string, Check>> = {
  dir: matching(/^(?:ltr|rtl|auto)$/i),
  lang: matching(/^[a-z0-9-]{1,35}$/i),
};

const own: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  abbr: { title: (value) => value.length <= 200 },
  img: { alt: (value) => value.length <= 500, width: size, height: size },
  font: { color: colour, face: matching(/^[\w ,'"-]{1,200}$/), size: matching(/^[1-7]$/) },
  ol: { start: upTo(9_999), type: matching(/^[1aAiI]$/) },
  li: { value: upTo(9_999) },
  table: { ...cells, border: upTo(100), cellpadding: upTo(100), cellspacing: upTo(100) },
  td: cells,
  th: cells,
  tr: cells,
  col: cells,
  colgroup: cells,
  blockquote: { type: matching(/^cite$/i) },
  time: { datetime: matching(/^[\w:.+ -]{1,40}$/) },
};

/** Whether an element may have an attribute with that value. Links, pictures and styles have their own rules. */
export function isAllowed(element: string, attribute: string, value: string): boolean {
  const rules = Object.hasOwn(own, element) ? own[element] : undefined;
  if (rules !== undefined && Object.hasOwn(rules, attribute)) return rules[attribute]?.(value) === true;
  return Object.hasOwn(everywhere, attribute) && everywhere[attribute]?.(value) === true;
}

/** Attributes that are handled separately: links, pictures, and what hides or colours an element. */
const special = words("style hidden background bgcolor text color href src data-remote-src");
const read: ReadonlySet<string> = new Set([
  ...special,
  ...[everywhere, ...Object.values(own)].flatMap((rules) => Object.keys(rules)),
]);

/** Whether an attribute affects what is kept, on any element. */
export function isRead(attribute: string): boolean {
  return read.has(attribute);
}
