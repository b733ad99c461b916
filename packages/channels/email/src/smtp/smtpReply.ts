/** A reply code with its text, in the form the server library takes. */
export type SmtpReply = Error & { responseCode?: number };

export function smtpReply(responseCode: number, text: string): SmtpReply {
  return Object.assign(new Error(text), { responseCode });
}

export function isSmtpReply(error: unknown): error is SmtpReply {
  return error instanceof Error && "responseCode" in error && typeof error.responseCode === "number";
}
