/** The thread's first message and as many of the last ones; RFC 5322 s.3.6.4 lets References be shortened. */
const mostReferences = 20;

/** `In-Reply-To` and `References` for an answer to the last of these ids, which are oldest first, without brackets. */
export function threadingHeaders(references: readonly string[]): {
  readonly inReplyTo?: string;
  readonly references?: string;
} {
  const ids = [...new Set(references)]
    .filter((id) => /^[^\s<>\p{Cc}]{1,512}$/u.test(id))
    .map((id) => `<${id}>`);
  const last = ids.at(-1);
  if (last === undefined) return {};
  const kept = ids.length <= mostReferences ? ids : [...ids.slice(0, 1), ...ids.slice(1 - mostReferences)];
  return { inReplyTo: last, references: kept.join(" ") };
}
