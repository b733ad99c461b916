/** Maximum length of what gateways and lists add around a text. */
const mostAdded = 4_000;
const listWords =
  /https?:|www\.|@|\b(?:mailing|list[ae]?|listserv|groups?|gruppe|grupo|groupe|(?:un)?subscri\w*|abmelden|abbestellen|d[ée]sabonn\w*|disclaimer|confidential\w*|vertraulich\w*|scanned|virus\w*)\b/iu;
const listPhrase =
  /^(?:you (?:are )?receiv|this (?:e-?mail|message) (?:was|and|is|has)|to (?:unsubscribe|post)|unsubscribe|diese (?:e-?mail|nachricht)|um sich abzumelden|pour se d[ée]sabonner)/iu;
/** A mark in brackets, or a warning about the mail or its sender. */
const externalBanner =
  /^[[*<(-]{0,5}\s?(?:(?:external|extern|externe|caution|warning|achtung|vorsicht|attention)\b|(?:this|diese) (?:e-?mail|message|nachricht)\b)/iu;
const bannerWords =
  /[\])>*]|\b(?:e-?mails?|messages?|senders?|nachricht(?:en)?|absenders?|courriels?|exp[ée]diteurs?|links?|attachments?|anh[äa]nge?)\b/iu;
const longestBanner = 600;

/**
 * Whether two texts are copies of one message: the same words, whatever their line breaks and encoding, except for the
 * footer of a list or the banner of a gateway. If in doubt they are two messages: one message too many is a nuisance,
 * one too few is a lost message.
 */
export function isSameText(one: string, other: string): boolean {
  const [shorter, longer] = [bare(one), bare(other)].sort((left, right) => left.length - right.length);
  if (shorter === undefined || longer === undefined) return false;
  if (shorter === longer) return true;
  if (shorter === "" || longer.length - shorter.length > mostAdded) return false;
  if (longer.startsWith(shorter)) return isFooter(longer.slice(shorter.length).trim());
  return longer.endsWith(shorter) && isBanner(longer.slice(0, -shorter.length));
}

function bare(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\s\p{Cf}]+/gu, " ")
    .trim();
}

function isFooter(added: string): boolean {
  if (/^_{10}/.test(added)) return true;
  return (/^[-_=*~]{2}/.test(added) || listPhrase.test(added)) && listWords.test(added);
}

function isBanner(added: string): boolean {
  return added.length <= longestBanner && externalBanner.test(added) && bannerWords.test(added);
}
