import { Tokenizer } from "htmlparser2";
import { escapeHtml } from "../escapeHtml.ts";
import { isRead } from "./allowed.ts";
import { openElements } from "./openElements.ts";

/**
 * Makes untrusted HTML safe to display: an allow-list of elements, attributes and styles; no scripts, forms or frames,
 * and no names that could shadow the page's own. Links open in a separate page; remote pictures are not loaded (see
 * {@link withRemotePictures}). What people would not see (hidden, tiny, off the page, in the background's colour,
 * comments) is removed, as programs that read the text would see it. Sanitising twice changes nothing; the time is
 * linear in the length.
 *
 * ```ts
 * sanitiseHtml('<p onclick="x()">Hi<script>x()</script></p>'); // "<p>Hi</p>"
 * ```
 */
export function sanitiseHtml(html: string): string {
  const parts: string[] = [];
  let shown = "";
  const flush = () => {
    if (shown !== "") parts.push(escapeHtml(withoutInvisible(shown)));
    shown = "";
  };
  const open = openElements((tag) => {
    flush();
    parts.push(tag);
  });
  let name = "";
  let attribute = "";
  let value = "";
  let attributes = new Map<string, string>();

  const text = (written: string) => {
    if (open.showsText()) shown += written;
  };
  const finishTag = () => {
    open.start(name, attributes);
    if (attributes.size > 0) attributes = new Map();
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => text(html.slice(start, end)),
      ontextentity: (codePoint) => text(String.fromCodePoint(codePoint)),
      onopentagname: (start, end) => {
        name = html.slice(start, end).toLowerCase();
      },
      onattribname: (start, end) => {
        attribute = html.slice(start, end).toLowerCase();
        value = "";
      },
      onattribdata: (start, end) => {
        value += html.slice(start, end);
      },
      onattribentity: (codePoint) => {
        value += String.fromCodePoint(codePoint);
      },
      onattribend: () => {
        if (isRead(attribute) && !attributes.has(attribute)) attributes.set(attribute, value);
      },
      onopentagend: finishTag,
      onselfclosingtag: finishTag,
      onclosetag: (start, end) => open.end(html.slice(start, end).toLowerCase()),
      oncomment: () => {},
      oncdata: () => {},
      ondeclaration: () => {},
      onprocessinginstruction: () => {},
      onend: () => open.endAll(),
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  flush();
  return parts.join("");
}

/** Sanitised HTML with remote pictures loaded from their original URLs. */
export function withRemotePictures(sanitised: string): string {
  // Quotes in text are escaped, so this only occurs in tags.
  return sanitised.replaceAll(' data-remote-src="', ' src="');
}

/**
 * Characters that are invisible to people but read by programs: controls, tag characters outside flags, piled-up
 * variation selectors.
 */
function withoutInvisible(text: string): string {
  if (/^[\t\n\r -~]*$/.test(text)) return text;
  return text
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/(?![\t\n\r])\p{Cc}|[\u2028\u2029\uFFF9-\uFFFB]/gu, "")
    .replace(/(?<![\u{1F3F4}\u{E0020}-\u{E007F}])[\u{E0000}-\u{E007F}]+/gu, "")
    .replace(/(?<=[\uFE00-\uFE0F\u{E0100}-\u{E01EF}])[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]+/gu, "");
}
