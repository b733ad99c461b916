import sanitizeHtml from "sanitize-html";

/** Elements within elements; what is deeper loses its tags and keeps its text. */
const deepestNesting = 100;

/** No functions but those of colours: `url()` would load something, `expression()` run it in browsers of old. */
const plainValue = [/^(?=.{1,200}$)(?:(?:rgb|hsl)a?\([\d.,%\s/]*\)|[\w#%.,\s'"+-])+$/i];
const styles = Object.fromEntries(
  [
    ...["color", "background-color", "font-family", "font-size", "font-style", "font-weight", "line-height"],
    ...["text-align", "text-decoration", "vertical-align", "white-space", "list-style-type"],
    ...["margin", "margin-top", "margin-right", "margin-bottom", "margin-left"],
    ...["padding", "padding-top", "padding-right", "padding-bottom", "padding-left"],
    ...[
      "border",
      "border-top",
      "border-right",
      "border-bottom",
      "border-left",
      "border-color",
      "border-style",
    ],
    ...["border-width", "border-collapse", "border-radius", "width", "max-width", "height"],
  ].map((property) => [property, plainValue]),
);

const cells = ["align", "valign", "width", "height", "bgcolor", "colspan", "rowspan"];

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ...[
      "a",
      "abbr",
      "address",
      "article",
      "aside",
      "b",
      "bdi",
      "bdo",
      "blockquote",
      "br",
      "caption",
      "center",
    ],
    ...[
      "cite",
      "code",
      "col",
      "colgroup",
      "dd",
      "del",
      "dfn",
      "div",
      "dl",
      "dt",
      "em",
      "figcaption",
      "figure",
    ],
    ...["font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li"],
    ...["main", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong"],
    ...[
      "sub",
      "sup",
      "table",
      "tbody",
      "td",
      "tfoot",
      "th",
      "thead",
      "time",
      "tr",
      "tt",
      "u",
      "ul",
      "var",
      "wbr",
    ],
  ],
  allowedAttributes: {
    "*": ["style", "dir", "lang", "title"],
    a: ["href", "rel", "target"],
    img: ["src", "data-remote-src", "alt", "width", "height"],
    font: ["color", "face", "size"],
    ol: ["start", "type"],
    li: ["value"],
    table: [...cells, "border", "cellpadding", "cellspacing"],
    td: cells,
    th: cells,
    tr: cells,
    col: cells,
    colgroup: cells,
    blockquote: ["type"],
    time: ["datetime"],
  },
  allowedStyles: { "*": styles },
  allowedSchemes: ["http", "https", "mailto", "tel"],
  allowedSchemesByTag: { img: ["cid", "data", "http", "https"] },
  allowProtocolRelative: false,
  nonTextTags: ["script", "style", "textarea", "option", "noscript", "title", "template", "xmp", "iframe"],
  nestingLimit: deepestNesting,
  transformTags: {
    "*": (tagName, attribs) => ({ tagName, attribs: withoutLongStyle(attribs) }),
    a: (tagName, attribs) => ({ tagName, attribs: linkAttributes(attribs) }),
    img: (tagName, attribs) => ({ tagName, attribs: imageAttributes(attribs) }),
  },
};

/**
 * HTML of a stranger made safe to show: an allowlist of elements, attributes and styles; no script, no form, no frame, no
 * name that could shadow the page's own. Links open apart from the page. Pictures of the message itself (`cid:`) and
 * small embedded ones stay; remote ones would tell the sender when they are looked at, so their address is moved to
 * `data-remote-src`, for the reader to fetch if he wants.
 */
export function sanitiseHtml(html: string): string {
  return sanitizeHtml(html, options);
}

/** Longest `style` that is looked at; taking one apart costs three hundred times its length in memory. */
const longestStyle = 4_000;

function withoutLongStyle({ style, ...rest }: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  return style === undefined || style.length > longestStyle ? rest : { ...rest, style };
}

/** In a letter there is nothing that a relative address could be relative to. */
function linkAttributes({ href = "", ...rest }: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const isAbsolute = /^\s*(?:https?:\/\/|mailto:|tel:)/i.test(href);
  return { ...rest, ...(isAbsolute ? { href } : {}), target: "_blank", rel: "noopener noreferrer nofollow" };
}

function imageAttributes(attributes: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const { src = "", "data-remote-src": _forged, ...rest } = attributes;
  const address = src.trim();
  if (/^cid:/i.test(address)) return { ...rest, src: address };
  if (/^data:image\/(?:png|gif|jpe?g|webp);base64,[a-z0-9+/=\s]*$/i.test(address))
    return { ...rest, src: address };
  return /^https?:\/\//i.test(address) ? { ...rest, "data-remote-src": address } : rest;
}
