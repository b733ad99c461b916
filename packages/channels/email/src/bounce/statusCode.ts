/** The first enhanced status code (RFC 3463) of a text, such as `5.1.1`, or null. */
export function enhancedStatus(text: string): string | null {
  return /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(text)?.[1] ?? null;
}

/** The first SMTP reply code (RFC 5321 s.4.2.1) that tells of a failure, or null. */
export function failureReply(text: string): string | null {
  return /(?:^|[\s:;(<>"'#=]|smtp; ?)([45]\d\d)(?=[\s,:;)\-#"']|$)/im.exec(text)?.[1] ?? null;
}
