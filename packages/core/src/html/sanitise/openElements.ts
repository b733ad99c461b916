import { escapeHtml } from "../escapeHtml.ts";
import { linkOf, pictureOf } from "./address.ts";
import {
  droppedElements,
  endsParagraph,
  impliedEnds,
  isAllowed,
  keptElements,
  scopes,
  tableParts,
  voidElements,
} from "./allowed.ts";
import type { Colour } from "./colour.ts";
import { type Look, pageLook } from "./look.ts";
import { lookWithin, showsText } from "./lookWithin.ts";
import { type Style, styleReader } from "./styleReader.ts";

/** Maximum nesting; deeper elements lose their tags and keep their text. */
const deepestNesting = 100;

const unseen: Colour = [0, 0, 0, 0];

interface Open {
  readonly name: string;
  /** What is written at its end; null if its tags are dropped. */
  readonly tag: string | null;
  readonly look: Look;
}

/** The open elements at a position in a document. `write` receives the tags that are kept. */
export interface OpenElements {
  start(name: string, attributes: ReadonlyMap<string, string>): void;
  end(name: string): void;
  endAll(): void;
  /** Whether people see text at this position. */
  showsText(): boolean;
}

export function openElements(write: (tag: string) => void): OpenElements {
  const open: Open[] = [];
  /** Elements that are nested too deeply to keep, with end tags still to come. */
  const tooDeep = new Map<string, number>();
  const readStyle = styleReader();
  const look = () => open.at(-1)?.look ?? pageLook;

  const popTo = (size: number) => {
    while (open.length > size) {
      const ended = open.pop();
      if (ended !== undefined && ended.tag !== null) write(`</${ended.tag}>`);
    }
  };

  /**
   * The position of the innermost of some elements, within others; -1 if there is none. At most `deepestNesting` steps.
   */
  const placeOf = (isIt: (name: string) => boolean, isBorder: (name: string) => boolean): number => {
    for (let at = open.length - 1; at >= 0; at--) {
      const name = open[at]?.name ?? "";
      if (isIt(name)) return at;
      if (isBorder(name)) return -1;
    }
    return -1;
  };

  const endImplied = (name: string) => {
    if (endsParagraph.has(name)) {
      const paragraph = placeOf(
        (one) => one === "p",
        (one) => scopes.has(one),
      );
      if (paragraph >= 0) popTo(paragraph);
    }
    const implied = Object.hasOwn(impliedEnds, name) ? impliedEnds[name] : undefined;
    if (implied === undefined) return;
    const place = placeOf(
      (one) => implied.ends.has(one),
      (one) => implied.within.has(one),
    );
    if (place >= 0) popTo(place);
  };

  return {
    start(name, attributes) {
      endImplied(name);
      if (voidElements.has(name)) {
        if (keptElements.has(name) && !look().hidden) {
          write(tagOf(name, attributes, readStyle(attributes.get("style") ?? ""), look()).tag);
        }
        return;
      }
      if (open.length >= deepestNesting && (look().hidden || !droppedElements.has(name))) {
        tooDeep.set(name, (tooDeep.get(name) ?? 0) + 1);
        return;
      }
      const style = readStyle(attributes.get("style") ?? "");
      const own = lookWithin(look(), name, attributes, style);
      const hidden = own.hidden || droppedElements.has(name);
      // The colours of a page are on its body.
      const written = name === "body" ? "div" : keptElements.has(name) ? name : null;
      const shown = name === "body" ? readStyle(bodyStyle(attributes)) : style;
      const { tag, room } = tagOf(written ?? "", attributes, shown, own);
      const isWritten = written !== null && !hidden && (name !== "body" || tag !== "<div>");
      if (isWritten) write(tag);
      // A background that is dropped can't have text in front of it.
      const loses = !isWritten && own.background !== look().background;
      const background = loses ? null : own.background;
      const colour = loses && !showsText(own) ? unseen : own.colour;
      const isAsOwn = hidden === own.hidden && room === own.room && !loses;
      open.push({
        name,
        tag: isWritten ? written : null,
        look: isAsOwn ? own : { ...own, hidden, room, background, colour },
      });
    },

    end(name) {
      const deep = tooDeep.get(name) ?? 0;
      if (deep > 0) {
        tooDeep.set(name, deep - 1);
        return;
      }
      const isTablePart = tableParts.has(name);
      const border = (one: string) => (isTablePart ? one === "table" : scopes.has(one));
      const place = placeOf((one) => one === name, border);
      if (place >= 0) popTo(place);
    },

    endAll: () => popTo(0),
    showsText: () => showsText(look()),
  };
}

function tagOf(
  written: string,
  attributes: ReadonlyMap<string, string>,
  { kept: keptIn }: Style,
  look: Look,
): { readonly tag: string; readonly room: number } {
  if (attributes.size === 0) return { tag: `<${written}>`, room: look.room };
  const kept: (readonly [string, string])[] = [];
  const { style, room } = keptIn(look);
  for (const [attribute, value] of attributes)
    if (isAllowed(written, attribute, value) && !(attribute === "color" && look.background === null))
      kept.push([attribute, value]);
  if (style !== "") kept.push(["style", style]);
  if (written === "a") {
    const href = linkOf(attributes.get("href") ?? "");
    if (href !== null)
      kept.push(["href", href], ["target", "_blank"], ["rel", "noopener noreferrer nofollow"]);
  }
  if (written === "img") kept.push(...pictureOf(attributes.get("src"), attributes.get("data-remote-src")));
  const all = kept.map(([attribute, value]) => ` ${attribute}="${escapeHtml(printable(value))}"`).join("");
  return { tag: `<${written}${all}>`, room };
}

function printable(value: string): string {
  if (/^[ -~]*$/.test(value)) return value;
  return value.replace(/\p{Cs}/gu, "\uFFFD").replace(/\p{Cc}/gu, " ");
}

/** The style of the body, including the colours from its attributes. */
function bodyStyle(attributes: ReadonlyMap<string, string>): string {
  const colours = [
    ["background-color", attributes.get("bgcolor")],
    ["color", attributes.get("text")],
  ].flatMap(([property, value]) => (value === undefined ? [] : [`${property}:${value}`]));
  return [...colours, attributes.get("style") ?? ""].join(";");
}
