import type { ReplyMark } from "./replyMarks.ts";

/** How far what an element marks reaches: its own end, the first quote in it, or the end of the message. */
export interface ElementMark {
  readonly kind: ReplyMark["kind"];
  readonly reaches: "element" | "blockquote" | "end";
}

type Rule = readonly [pattern: RegExp, mark: ElementMark];

const attribution: ElementMark = { kind: "attribution", reaches: "element" };
const untilBlockquote: ElementMark = { kind: "attribution", reaches: "blockquote" };
const quote: ElementMark = { kind: "quote", reaches: "element" };
const history: ElementMark = { kind: "quote", reaches: "end" };
const signature: ElementMark = { kind: "signature", reaches: "element" };

/** Classes and ids that clients give to what they put into an answer. Outlook and others prefix them with `x_`. */
const names: readonly Rule[] = [
  [/^(?:gmail_attr|moz-cite-prefix|reply-intro|replyintro)$/, attribution],
  // Answers may stand within these, between the quotes.
  [
    /^(?:gmail_quote|gmail_quote_container|protonmail_quote|zmail_extra|tutanota_quote|fastmail_quote)$/,
    untilBlockquote,
  ],
  [/^(?:yahoo_quoted|ydp[0-9a-f]{1,12}yahoo_quoted|front-blockquote|quoted-content)$/, quote],
  [/^(?:divrplyfwdmsg|appendonsend|outlookmessageheader|olk_src_body_section|stopspelling|zwchr)$/, history],
  [/^(?:ms-outlook-mobile-reference-message|mail-editor-reference-message-container)$/, history],
  [
    /^(?:gmail_signature|moz-signature|heedkit-signature|signature|ms-outlook-mobile-signature|applemailsignature)$/,
    signature,
  ],
  [
    /^(?:yahoo_signature|ydp[0-9a-f]{1,12}signature|protonmail_signature_block|zmail_signature|bloop_sign|composer_signature)$/,
    signature,
  ],
];

const hint =
  /quote|moz-|reply-?intro|divrplyfwdmsg|appendonsend|outlookmessageheader|olk_src|stopspelling|zwchr|mobile-|reference-message|signature|bloop_sign|zmail_extra|includetail|__divider__|__sig_|border-top:\s?solid #/i;

/** Whether it is worth the time to look for marks. */
export function mayHoldMarks(html: string): boolean {
  return hint.test(html);
}

/** What an element says about its content; null for most. */
export function elementMark(name: string, attributes: Readonly<Record<string, string>>): ElementMark | null {
  if (name === "includetail") return history;
  if (name === "blockquote") return null;
  const { class: classes = "", id = "", style = "" } = attributes;
  if (attributes["data-marker"] === "__DIVIDER__" || attributes["data-marker"] === "__HEADERS__")
    return history;
  if (attributes["data-marker"] === "__SIG_PRE__" || attributes["data-marker"] === "__SIG_POST__")
    return signature;
  if (attributes.name === "quote") return quote;
  if (classes !== "" || id !== "") {
    for (const word of `${id} ${classes}`.slice(0, 400).toLowerCase().split(/\s+/)) {
      const bare = word.replace(/^(?:x_){1,8}/, "");
      const mark = names.find(([pattern]) => pattern.test(bare));
      if (mark !== undefined) return mark[1];
    }
  }
  return name === "div" && isOutlookRule(style) ? history : null;
}

/** Word draws this line, and nothing else like it, above the header of what is answered. */
function isOutlookRule(style: string): boolean {
  return /border:\s?none;\s?border-top:\s?solid #(?:e1e1e1|b5c4df) 1\.0pt/i.test(style.slice(0, 200));
}

/** Whether a blockquote cites. Gmail and others indent the sender's own words with one that has no border. */
export function isCitation(attributes: Readonly<Record<string, string>>): boolean {
  const { style = "", class: classes = "", type = "", cite } = attributes;
  if (type === "cite" || cite !== undefined || classes !== "") return true;
  return !/margin:\s?0(?:px)? 0(?:px)? 0(?:px)? 40px;\s?border:\s?none/i.test(style.slice(0, 200));
}
