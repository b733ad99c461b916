/** Lines longer than this are prose; no client writes such a header, and patterns are never run over them. */
const longestHeader = 400;
/** Clients fold the line above a quote into at most this many. */
const mostFolds = 4;

/** "wrote" of the line above a quote. */
const wrote = [
  ...["wrote", "writes", "écrit", "escribió", "ha scritto", "scritto", "escreveu", "schrieb", "schreef"],
  ...["skrev", "pisze", "napisał\\(a\\)", "napisała?", "kirjoitti", "пишет", "написала?", "написал\\(а\\)"],
  ...[
    "пише",
    "написав",
    "yazdı",
    "írta",
    "napsala?",
    "napsal\\(a\\)",
    "a scris",
    "έγραψε",
    "đã viết",
    "menulis",
  ],
].join("|");
const beginnings = [
  ...[
    "On",
    "Le",
    "El",
    "Il",
    "Em",
    "Am",
    "Op",
    "W dniu",
    "Dnia",
    "Den",
    "pe",
    "ma",
    "ti",
    "ke",
    "to",
    "la",
    "su",
  ],
  ...["In data", "Vào", "Pada", "Dne", "Σις", "Στις", "\\p{L}{2,4}[.,]"],
].join("|");
const wroteAtEnd = new RegExp(`(?:^|\\s)(?:${wrote})\\s?:?\\s?(?:-{2,})?$`, "iu");
// bounded: lines of at most `longestHeader` characters
const wroteThenName = new RegExp(`(?:^|\\s)(?:${wrote})\\s.{1,200}:$`, "iu");
const beginning = new RegExp(`^-*\\s*(?:(?:${beginnings})\\s|\\d{1,4}[./-]|在)`, "iu");
const eastAsian = /^(?:>?\s*在.{1,300}写道[：:]|\d{4}[.년/].{1,200}(?:작성:|のメッセージ:|:))$/u;
// bounded: lines of at most `longestHeader` characters
const endsWithAddress = /[^\s<>@]{1,100}@[^\s<>@]{1,200}[>)\]]?\s*:$/;
const dateOrTime = /\b20\d\d\b|\d{1,2}[:.]\d{2}/;

/** Outlook and others put these above what they answer as well as above what they forward. */
const originalWords = [
  ...["original message", "original appointment", "reply message", "ursprüngliche nachricht"],
  ...["originalnachricht", "message d.origine", "message original", "mensaje original"],
  ...["messaggio originale", "mensagem original", "oorspronkelijk bericht"],
  ...["oprindelig (?:besked|meddelelse)", "opprinnelig melding", "ursprungligt meddelande"],
  ...["alkuperäinen viesti", "wiadomość oryginalna", "oryginalna wiadomość", "původní zpráva"],
  ...["исходное сообщение", "özgün ileti", "元のメッセージ", "原始邮件", "原始信件", "원본 메시지"],
].join("|");
const forwardedWords = [
  ...["forwarded message", "weitergeleitete nachricht", "message transféré", "message transmis"],
  ...["mensaje reenviado", "messaggio inoltrato", "mensagem encaminhada", "doorgestuurd bericht"],
  ...["videresendt (?:besked|meddelelse|melding)", "vidarebefordrat meddelande", "välitetty viesti"],
  ...["treść przekazanej wiadomości", "пересылаемое сообщение", "转发邮件", "전달된 메시지"],
].join("|");
const separatorOf = (words: string) =>
  new RegExp(`^\\s*[-_*>]{1,40}\\s?(?:${words})\\s?:?\\s?[-_*]{0,40}$`, "iu");
const originalSeparator = separatorOf(originalWords);
const forwardedSeparator = separatorOf(forwardedWords);
const forwardIntroduction =
  /^(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)|inicio del mensaje reenviado|inizio messaggio inoltrato|start doorgestuurd bericht|início da mensagem (?:encaminhada|reenviada))\s?:$/iu;

const senderLabels =
  "from|von|de|da|van|fra|från|lähettäjä|od|от|від|gönderen|kimden|feladó|από|发件人|寄件者|差出人|보낸 ?사람";
const otherLabels = [
  ...[
    "sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|envoyé|envoyé le|à|objet|enviado|enviado el",
  ],
  ...[
    "message du|copie à|sujet|fecha|para|asunto|inviato|data|a|oggetto|verzonden|aan|onderwerp|sendt|dato|til|emne|skickat|till|ämne",
  ],
  ...["lähetetty|vastaanottaja|aihe|wysłano|do|temat|odesláno|komu|předmět|дата|отправлено|кому|тема|копия"],
  ...[
    "gönderildi|kime|konu|tarih|发送时间|收件人|抄送|主题|日期|寄件日期|主旨|送信日時|宛先|件名|보낸 ?날짜|받는 ?사람|제목|날짜",
  ],
].join("|");
const senderLine = new RegExp(`^[\\s*>]{0,4}(?:${senderLabels})\\s?[:：]\\*?\\s?(.*)$`, "iu");
const labelLine = new RegExp(
  `^[\\s*>]{0,4}(?:${senderLabels}|${otherLabels})\\s?[:：]\\*?(?:\\s|$|\\p{L}|<)`,
  "iu",
);

/** How many lines from `index` on are the header above a quote ("On … wrote:"); 0 where they are none. */
export function quoteHeaderLength(lines: readonly string[], index: number): number {
  const first = lines[index] ?? "";
  if (first.trim() === "" || first.length > longestHeader) return 0;
  if (originalSeparator.test(first) || isForwardSeparator(first)) return 1;
  const block = headerBlockLength(lines, index);
  if (block > 0) return block;
  let joined = "";
  for (let length = 1; length <= mostFolds; length += 1) {
    const next = (lines[index + length - 1] ?? "").trim();
    if (length > 1 && (!beginning.test(first.trim()) || next === "" || /^>(?!:$)/.test(next))) return 0;
    joined = `${joined} ${next}`.trim();
    if (joined.length > longestHeader) return 0;
    if (isAttribution(joined)) return length;
  }
  return 0;
}

/** Whether one line says who wrote what follows, and when. */
function isAttribution(line: string): boolean {
  if (eastAsian.test(line) || (endsWithAddress.test(line) && dateOrTime.test(line))) return true;
  const tellsWhoOrWhen = /\d|@|</.test(line);
  if (!tellsWhoOrWhen) return false;
  if (wroteAtEnd.test(line)) return line.endsWith(":") || beginning.test(line);
  return beginning.test(line) && wroteThenName.test(line);
}

/** The `From: … Sent: … To: … Subject: …` block of Outlook and its like: three labels, a sender among them. */
function headerBlockLength(lines: readonly string[], index: number): number {
  if (!labelLine.test(lines[index] ?? "")) return 0;
  let labels = 0;
  let hasSender = false;
  let length = 0;
  for (; length < 8; length += 1) {
    const line = lines[index + length] ?? "";
    if (line.length > longestHeader) break;
    if (labelLine.test(line)) labels += 1;
    else if (line.trim() === "" || length - labels > 1) break;
    if (senderLine.test(line)) hasSender = true;
  }
  return labels >= 3 && hasSender ? length : 0;
}

/** Whether a line says that what follows was forwarded. "Original message" does not: Outlook answers with it too. */
export function isForwardSeparator(line: string): boolean {
  return (
    line.length <= longestHeader && (forwardedSeparator.test(line) || forwardIntroduction.test(line.trim()))
  );
}

/** What a `From:` line of a quoted header says, in any language; null for another line. */
export function quotedSender(line: string): string | null {
  return line.length > longestHeader ? null : (senderLine.exec(line)?.[1]?.replace(/\*/g, "").trim() ?? null);
}
