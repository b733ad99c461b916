/** Maximum length of a link. */
const longestLink = 4_000;
/** Maximum length of an embedded picture. */
const longestEmbedded = 1_000_000;

/** Browsers ignore control characters and white space around and in URLs, so do the same. */
function withoutControls(address: string): string {
  return address.replace(/[\s\p{Cc}]/gu, "");
}

/** The target of a link; null unless it is absolute and a web, mail or telephone link. */
export function linkOf(href: string): string | null {
  if (href.length > longestLink) return null;
  const address = withoutControls(href);
  return /^(?:https?:\/\/|mailto:|tel:)/i.test(address) ? address : null;
}

/**
 * The attributes of a picture. Pictures of the message itself (`cid:`) and small embedded ones stay; a remote one would
 * tell its sender when it is viewed, so its URL moves to `data-remote-src`.
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
