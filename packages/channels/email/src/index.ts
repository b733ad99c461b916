export { normaliseEmail } from "./address/normaliseEmail.ts";
export { parseAddress, parseAddressList } from "./address/parseAddress.ts";
export type { ReportRule } from "./bounce/readReport.ts";
export { diagnoseEmail } from "./diagnosis/diagnoseEmail.ts";
export type { EmailChannel } from "./diagnosis/diagnosingChannel.ts";
export type {
  MailDiagnosis,
  MailReading,
  PartReading,
  PartRole,
  TrimmedLines,
} from "./diagnosis/reading.ts";
export { emailChannel } from "./emailChannel.ts";
export type { ImapOptions } from "./imap/imapOptions.ts";
export type { ParseEmailOptions } from "./inbound/parseContext.ts";
export { parseEmail } from "./inbound/parseEmail.ts";
export type { ParseLimits } from "./mime/parseLimits.ts";
export type { EmailChannelOptions } from "./options.ts";
export type { MailTransport, SmtpOptions } from "./outbound/smtpOptions.ts";
export type { ParsingOptions } from "./parsing/parsingBounds.ts";
export type { ReplyMark } from "./reply/replyMarks.ts";
export type { Trimmed, TrimRule } from "./reply/trimmed.ts";
export { type TrimmedReply, type TrimOptions, trimReply } from "./reply/trimReply.ts";
export type { ListenOptions, Recipients } from "./smtp/listenOptions.ts";
