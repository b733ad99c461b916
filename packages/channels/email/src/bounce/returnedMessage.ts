import { parseAddress } from "../address/parseAddress.ts";
import type { ParseContext } from "../inbound/parseContext.ts";
import { type HeaderField, readHeader } from "../mime/headerFields.ts";
import { contentOf } from "../mime/partContent.ts";
import type { MimeMessage } from "../mime/readMime.ts";
import { caseOfMessageId, parseMessageIds } from "../threading/messageId.ts";

/** The message that came back, as far as the report shows it. */
export interface ReturnedMessage {
  /** Its Message-ID, or null if the report doesn't give it. */
  readonly externalId: string | null;
  /** Whom it was sent to, or null. */
  readonly recipient: string | null;
}

/** Types of a part that is a returned message, or its header. */
export const returnedTypes =
  /^(?:message\/(?:rfc822|global|rfc822-headers|global-headers|partial)|text\/rfc822-headers?)$/;

/**
 * Finds the message that a report is about: in the part that returns it, in the text that quotes its header, or in what the
 * report says it answers. An id that this desk has signed is preferred to any other.
 */
export function returnedMessage(message: MimeMessage, text: string, context: ParseContext): ReturnedMessage {
  const fields = [...returnedParts(message), ...quotedHeader(text)];
  const ids = [
    ...fields.filter(({ key }) => /^(?:x-)?(?:original-)?message-id$/.test(key)).map(({ value }) => value),
    ...message.headers.all("in-reply-to"),
    ...message.headers.all("references").toReversed(),
  ].flatMap(parseMessageIds);
  const own = ids.find(
    (id) => context.keyring !== null && caseOfMessageId(context.keyring, context.tenantId, id) !== null,
  );
  const to = fields.find(({ key }) => key === "to")?.value;
  return {
    externalId: own ?? ids[0] ?? null,
    recipient: to === undefined ? null : (parseAddress(to)?.value ?? null),
  };
}

function returnedParts(message: MimeMessage): readonly HeaderField[] {
  return message.leaves
    .filter((part) => returnedTypes.test(part.type.value))
    .flatMap((part) => {
      const bytes = contentOf(part);
      const start = bytes.findIndex((byte) => byte !== 0x0a && byte !== 0x0d);
      return readHeader(bytes, Math.max(0, start), Math.min(bytes.length, 64 * 1024), () => false).fields;
    });
}

/** Fields of a header that stands in the text, quoted or indented perhaps. */
function quotedHeader(text: string): readonly HeaderField[] {
  return [
    ...text.matchAll(/^[> \t|]{0,8}(to|(?:x-)?(?:original-)?message-id)[ \t]?:[ \t]*(.{1,500})$/gim),
  ].map(([, key = "", value = ""]) => ({ key: key.toLowerCase(), value }));
}
