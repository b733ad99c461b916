import { cleanName, parseAddressList } from "../address/parseAddress.ts";
import type { MailHeaders } from "../mime/mailHeaders.ts";

/** What lists put between the author's name and their own, in the languages of the programs that do. */
const betweenNames = [
  ...["via", "vía", "über", "par l'intermédiaire de", "a través de", "através de", "tramite", "door"],
  ...["przez", "prostřednictvím", "genom", "gjennom", "kautta", "через", "através do", "através da"],
].map((word) => ` ${word} `);
const quotes: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  "‘": "’",
  "“": "”",
  "„": "“",
  "«": "»",
  "‚": "‘",
};

/**
 * Whether a message with this From was sent by a list under the list's own address, as lists do whose members' domains
 * forbid that others send for them (DMARC). Told by RFC 2919's List-Id, which must be that of the address:
 * `support.shop.example` for `support@shop.example`. Any other sender that names an "original" author is believed to be
 * who From says.
 */
export function isRewritingList(headers: MailHeaders, from: string): boolean {
  const id = listId(headers.first("list-id") ?? "");
  if (id === null) return false;
  const at = from.lastIndexOf("@");
  const [local = ""] = from.slice(0, at).split("+", 1);
  const domain = from.slice(at + 1);
  if (id === `${local}.${domain}` || id === `${local}@${domain}`) return true;
  // Some put the host of the list between both, or keep its short name there and its address in List-Post.
  if (!id.endsWith(`.${domain}`)) return false;
  return id.startsWith(`${local}.`) || isPostedTo(headers, `${local}@${domain}`);
}

/** The author's name in `'Ilse Brandt' via Support`; null where no author is named. */
export function nameBeforeList(name: string | null): string | null {
  if (name === null) return null;
  const closing = quotes[name.charAt(0)];
  const end = closing === undefined ? -1 : name.indexOf(`${closing} `, 1);
  if (end > 1) return cleanName(name.slice(1, end));
  const lower = name.toLowerCase();
  const places = betweenNames.map((word) => lower.indexOf(word)).filter((place) => place > 0);
  return places.length === 0 ? null : cleanName(name.slice(0, Math.min(...places)));
}

/** RFC 2919 s.3: the id stands in angle brackets after an optional phrase; some write it bare. */
function listId(field: string): string | null {
  const open = field.lastIndexOf("<");
  const id = open === -1 ? field : field.slice(open + 1).split(">", 1)[0];
  const bare = (id ?? "").trim().toLowerCase();
  return bare === "" || bare.length > 255 ? null : bare;
}

/** RFC 2369 s.3.4. */
function isPostedTo(headers: MailHeaders, address: string): boolean {
  return headers.all("list-post").some((field) =>
    field
      .split(",", 10)
      .flatMap((one) => parseAddressList(one.replace(/[<>]/g, "").split("?", 1)[0] ?? ""))
      .some(({ value }) => value === address),
  );
}
