/** The first enhanced status code (RFC 3463) of a text, such as `5.1.1`, or null. */
export function enhancedStatus(text: string): string | null {
  return /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(text)?.[1] ?? null;
}

/** The first SMTP reply code (RFC 5321 s.4.2.1) that means failure, or null. */
export function failureReply(text: string): string | null {
  return /(?:^|[\s:;(<>"'#=]|smtp; ?)([45]\d\d)(?=[\s,:;)\-#"']|$)/im.exec(text)?.[1] ?? null;
}

/**
 * The enhanced status code that stands right after a reply code, as servers answer: `550 5.1.1`, `550-'5.2.2`. Where one
 * server tells what another one told it, the last is the recipient's.
 */
export function remoteStatus(text: string): string | null {
  const answers = text
    .slice(0, 4000)
    .matchAll(/(?<!\d)([45])\d\d[ -]['"]?#?(\1\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/g);
  return [...answers].at(-1)?.[2] ?? null;
}
