/** Longest link that is kept. */
const longestLink = 4_000;
/** Longest picture that may stand in the text itself. */
const longestEmbedded = 1_000_000;

/** Browsers leave out control characters and white space around and in an address: so does this. */
function withoutControls(address: string): string {
  return address.replace(/[\s\p{Cc}]/gu, "");
}

/** The target of a link; null for what is not absolute or not on the web, mail or telephone. */
export function linkOf(href: string): string | null {
  if (href.length > longestLink) return null;
  const address = withoutControls(href);
  return /^(?:https?:\/\/|mailto:|tel:)/i.test(address) ? address : null;
}

/**
 * The attributes of a picture. Pictures of the message itself (`cid:`) and small embedded ones stay; a remote one would
 * tell its sender when it is looked at, so its address is moved to `data-remote-src`.
 */
export function pictureOf(
  src: string | undefined,
  remote: string | undefined,
): readonly (readonly [string, string])[] {
  if (src === undefined) return isRemote(remote) ? [["data-remote-src", withoutControls(remote)]] : [];
  if (src.length > longestEmbedded) return [];
  const address = withoutControls(src);
  if (/^cid:[^<>"']{1,300}$/i.test(address)) return [["src", address]];
  if (/^data:image\/(?:png|gif|jpe?g|webp);base64,[a-z0-9+/=]*$/i.test(address)) return [["src", address]];
  return isRemote(address) ? [["data-remote-src", address]] : [];
}

function isRemote(address: string | undefined): address is string {
  return address !== undefined && address.length <= longestLink && /^\s*https?:\/\//i.test(address);
}
