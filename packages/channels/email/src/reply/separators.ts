import { headerBlockLength } from "./headerBlock.ts";
import { isBlank, isDrawn, plainLine } from "./plainLine.ts";
import { withoutEnd } from "./withoutEnd.ts";

/** Outlook and others put these above what they answer as well as above what they forward. */
const originals = new Set(
  [
    "original message, original appointment, reply message, original email, original e-mail, original mail, original text, previous message, quoted message, quoted text",
    "ursprüngliche nachricht, originalnachricht, original-nachricht, original nachricht, ursprüngliche e-mail, ursprünglicher termin, original e-mail",
    "message d'origine, message original, message initial, e-mail d'origine, courriel original, mail original, message précédent",
    "mensaje original, correo original, messaggio originale, messaggio original, mensagem original, email original, missatge original, mensaxe orixinal, jatorrizko mezua",
    "oorspronkelijk bericht, origineel bericht, oorspronkelijke e-mail, oprindelig besked, oprindelig meddelelse, original besked, opprinnelig melding, original melding",
    "ursprungligt meddelande, originalmeddelande, alkuperäinen viesti, wiadomość oryginalna, oryginalna wiadomość, treść oryginalnej wiadomości, oryginalny e-mail",
    "původní zpráva, původní e-mail, původní email, pôvodná správa, pôvodný e-mail, pôvodný email, eredeti üzenet, eredeti levél, mesaj original, mesajul original",
    "исходное сообщение, оригинальное сообщение, первоначальное сообщение, исходное письмо, вихідне повідомлення, оригінальне повідомлення, початкове повідомлення, оригинално съобщение, първоначално съобщение",
    "izvorna poruka, originalna poruka, prvotna poruka, izvirno sporočilo, prvotno sporočilo, оригинална порука, изворна порука, pradinis laiškas, pradinis pranešimas, originalus laiškas, sākotnējais ziņojums, oriģinālais ziņojums, algne sõnum, algkiri, algne kiri",
    "αρχικό μήνυμα, πρωτότυπο μήνυμα, özgün ileti, orijinal mesaj, orijinal ileti, özgün mesaj, الرسالة الأصلية, رسالة أصلية, הודעה מקורית, ההודעה המקורית, پیام اصلی, मूल संदेश, मूल मेल",
    "ข้อความต้นฉบับ, ข้อความดั้งเดิม, thư gốc, tin nhắn gốc, thư ban đầu, pesan asli, mesej asal, 原始邮件, 原邮件, 原始信件, 原始郵件, 原始訊息, 原件, 回复的原邮件, 元のメッセージ, 元のメール, オリジナルメッセージ, 원본 메시지, 원본메시지, 원본 메일",
    "ორიგინალი წერილი, საწყისი შეტყობინება, ორიგინალური შეტყობინება, նախնական հաղորդագրություն, бастапқы хабар, түпнұсқа хабар, upphafleg skilaboð, orijinal mesaj",
  ].flatMap(listed),
);

const forwards = new Set(
  [
    "forwarded message, forwarded email, forwarded mail, begin forwarded message, start of forwarded message, forwarded by, weitergeleitete nachricht, weitergeleitete mail, anfang der weitergeleiteten nachricht, anfang der weitergeleiteten e-mail, weitergeleitete e-mail",
    "message transféré, message transmis, message réexpédié, courriel transféré, début du message réexpédié, début du message transféré, mensaje reenviado, inicio del mensaje reenviado, messaggio inoltrato, inizio messaggio inoltrato, inizio del messaggio inoltrato",
    "mensagem encaminhada, mensagem reencaminhada, início da mensagem encaminhada, início da mensagem reenviada, doorgestuurd bericht, begin doorgestuurd bericht, start doorgestuurd bericht, videresendt besked, videresendt meddelelse, start på videresendt besked, videresendt melding, videresendt e-post, start på videresendt melding, begynnelse på videresendt melding",
    "vidarebefordrat meddelande, vidarebefordrat brev, vidarebefordrat mejl, början på vidarebefordrat meddelande, välitetty viesti, edelleenlähetetty viesti, välitetty viesti alkaa, treść przekazanej wiadomości, przekazana wiadomość, wiadomość przekazana dalej, początek przekazywanej wiadomości",
    "přeposlaná zpráva, přeposlaný e-mail, začátek přeposílané zprávy, preposlaná správa, továbbított üzenet, mesaj redirecționat, mesaj redirectionat, пересылаемое сообщение, пересланное сообщение, перенаправленное сообщение, начало переадресованного сообщения, переслане повідомлення, препратено съобщение",
    "proslijeđena poruka, posredovano sporočilo, прослеђена порука, persiųstas laiškas, persiųstas pranešimas, pārsūtīta ziņa, pārsūtītais ziņojums, edastatud sõnum, edastatud kiri, προωθημένο μήνυμα, iletilen mesaj, yönlendirilmiş mesaj, iletilmiş ileti",
    "رسالة معاد توجيهها, رسالة مُعاد توجيهها, הודעה שהועברה, הודעה מועברת, پیام هدایت‌شده, अग्रेषित संदेश, ข้อความที่ส่งต่อ, thư được chuyển tiếp, thư đã chuyển tiếp, pesan terusan, mesej dimajukan, 转发邮件, 转发的邮件, 轉寄郵件, 轉寄的郵件, 轉寄訊息, 転送メッセージ, 転送されたメッセージ, 전달된 메시지, missatge reenviat, birbidalitako mezua, mensaxe reenviada",
  ].flatMap(listed),
);

function listed(line: string): string[] {
  return line.split(",").map((words) => words.trim().normalize("NFC"));
}

const longestSeparator = 90;

function separatorWords(line: string): { readonly words: string; readonly isDrawn: boolean } | null {
  if (line.length > longestSeparator) return null;
  const plain = plainLine(line).replace(/^[>\s]+/, "");
  const words = withoutEnd(plain.replace(/^[-_=~#\s]+/, ""), /[-_=~#\s:：]/)
    .replaceAll("’", "'")
    .toLowerCase();
  return words === "" ? null : { words, isDrawn: /^[-_=~#]{2}/.test(plain) };
}

/** Whether a line is drawn above a quote: "-----Original Message-----", or anything drawn so above a header. */
export function isOriginalSeparator(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  const separator = isDrawn(line) ? separatorWords(line) : null;
  if (separator === null || !separator.isDrawn) return false;
  if (originals.has(separator.words)) return true;
  const isClosed = /^[-_]{3}.*[-_]{3}$/.test(plainLine(line).replace(/^[>\s]+/, ""));
  if (!isClosed || separator.words.length > 60 || forwards.has(separator.words)) return false;
  const next = isBlank(lines[index + 1]) ? index + 2 : index + 1;
  return headerBlockLength(lines, next, false) > 0;
}

/** Whether a line says that what follows was forwarded. "Original message" does not: Outlook answers with it too. */
export function isForwardSeparator(line: string): boolean {
  if (!isDrawn(line) && !/[:：]\s*$/.test(line.slice(-8))) return false;
  const separator = separatorWords(line);
  if (separator === null || !forwards.has(separator.words)) return false;
  return separator.isDrawn || /[:：]$/.test(plainLine(line));
}
