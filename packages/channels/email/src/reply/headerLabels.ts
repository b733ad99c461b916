import { plainAt } from "./plainLine.ts";
import { withoutEnd } from "./withoutEnd.ts";

/** What a line of a quoted header tells. */
export type HeaderKind = "from" | "date" | "to" | "cc" | "subject" | "other";

/** Labels of Outlook and its like, in lower case; a comma parts them. Languages in the order of the ones below. */
const labels: Readonly<Record<HeaderKind, readonly string[]>> = {
  from: [
    "from, von, de, de la, da, van, fra, från, lähettäjä, avsändare, afzender, expéditeur, remitente, mittente, remetente, absender",
    "od, nadawca, odesílatel, odosielateľ, feladó, kimden, gönderen, expeditor, от, от кого, від, від кого, šalje, pošiljatelj",
    "nuo, siuntėjas, no, saatja, kellelt, από, αποστολέας, من, المرسل, מאת, از, فرستنده, प्रेषक, से, จาก, ผู้ส่ง, từ, người gửi, dari, daripada",
    "发件人, 寄件者, 寄件人, 發件人, 差出人, 送信者, 보낸 사람, 보낸사람, 발신, nork, igorlea, გამომგზავნი, ვისგან, ուղարկող, ումից, кімнен, жіберуші, шаље, frá, kimdən, пошиљалац",
  ],
  date: [
    "sent, date, sent on, sent at, sent date, gesendet, gesendet am, datum, envoyé, envoyé le, message du, enviado, enviado el, enviada em, enviado em, enviado a",
    "fecha, data, inviato, verzonden, sendt, dato, skickat, skickades, lähetetty, päivämäärä, päiväys, wysłano, wysłane, data wysłania",
    "odesláno, odoslané, dátum, küldve, elküldve, küldés dátuma, elküldés dátuma, gönderildi, gönderilme tarihi, tarih, trimis, trimis la, trimisă",
    "отправлено, дата, надіслано, изпратено, poslano, poslato, датум, послато, slanje, išsiųsta, data, nosūtīts, nosūtīšanas datums, datums, saadetud, saatmisaeg, kuupäev",
    "στάλθηκε, εστάλη, απεστάλη, ημερομηνία, تاريخ الإرسال, التاريخ, أرسلت, تم الإرسال, נשלח, תאריך, נשלחה, ارسال‌شده, ارسال شده, تاریخ, भेजा गया, दिनांक, तारीख, भेजा",
    "ส่ง, ส่งเมื่อ, วันที่, đã gửi, ngày, thời gian, gửi, dikirim, tanggal, dihantar, 发送时间, 发送日期, 日期, 时间, 寄件日期, 傳送時間, 寄送日期, 已傳送, 送信日時, 日時, 送信日, 日付",
    "보낸 날짜, 보낸날짜, 보낸 시간, 날짜, bidalia, data, bidaltze-data, გაგზავნილია, გაგზავნის თარიღი, თარიღი, ուղարկվել է, ամսաթիվ, ուղարկված, жіберілді, күні, sent, enviat, enviat el, göndərilib, sendt den",
  ],
  to: [
    "to, an, à, a, para, aan, til, till, vastaanottaja, empfänger, destinataire, destinatario, destinatário, ontvanger, mottagare, modtager",
    "do, komu, címzett, kime, alıcı, către, la, catre, кому, кому, за, до, prima, za, primatelj, прима, за, gavėjas, kam, kas, saaja, kellele, προς, πρὸς",
    "إلى, الى, المرسل إليه, אל, לכבוד, عل, به, گیرنده, प्रति, को, प्राप्तकर्ता, ถึง, đến, tới, người nhận, kepada, ke, untuk, 收件人, 收件者, 宛先, 받는 사람, 받는사람, 수신",
    "nori, hartzailea, per a, per, მიმღები, ვის, ում, ստացող, кімге, алушы, ადრესატი, þil, kimə, prejemnik",
  ],
  cc: [
    "cc, bcc, kopie, copie, copie à, copia, com cópia, cópia, kopia, kopi, kopio, kopija, másolat, másolatot kap, bilgi, karbon kopya, копия, копія, cc (kopie)",
    "κοιν., κοινοποίηση, نسخة, نسخة إلى, עותק, رونوشت, प्रतिलिपि, สำเนา, สำเนาถึง, đồng gửi, tembusan, salinan, 抄送, 副本, 참조, couriel, còpia, ასლი, պատճեն, көшірме, kópia, cópia para, v kopii",
  ],
  subject: [
    "subject, betreff, objet, sujet, asunto, oggetto, assunto, onderwerp, emne, ämne, aihe, re, betrifft, thema, efni",
    "temat, předmět, predmet, tárgy, konu, subiect, тема, относно, наслов, tema, naslov, zadeva, tēma, temats, teema, θέμα, предмет",
    "الموضوع, موضوع, נושא, הנדון, विषय, เรื่อง, หัวเรื่อง, chủ đề, tiêu đề, subjek, perihal, judul, 主题, 主旨, 主題, 標題, 件名, 제목, gaia, assumpte, asunto, თემა, სათაური, թեմա, тақырып, tákyryp, mövzu",
  ],
  other: [
    "reply-to, reply to, importance, attachments, antwort an, priorität, wichtigkeit, anlagen, anhänge, répondre à, importance , pièces jointes, responder a, importancia, adjuntos",
    "rispondi a, priorità, importanza, allegati, prioritet, viktighet, bilagor, вложения, важность, 重要性, 附件, 添付ファイル, 重要度, 첨부, sent by, signed by, mailed-by, sender, organisation, organization, x-mailer",
  ],
};

const kinds = new Map<string, HeaderKind>();
for (const kind of ["other", "cc", "to", "subject", "date", "from"] as const) {
  for (const label of labels[kind].join(",").split(",")) kinds.set(label.trim().normalize("NFC"), kind);
}

/** Labels that other things than mails have as well: a ticket, a form. */
const commonDates = new Set(
  "date, datum, fecha, data, dato, päivämäärä, päiväys, dátum, tarih, дата, датум, datums, kuupäev, ημερομηνία, التاريخ, תאריך, تاریخ, दिनांक, तारीख, วันที่, ngày, thời gian, tanggal, 日期, 时间, 日時, 日付, 날짜, თარიღი, ամսաթիվ, күні".split(
    ", ",
  ),
);

/** Longest label, with its emphasis. */
const longestLabel = 40;

/** A line of a header: `From: Shop`. */
export interface HeaderLine {
  readonly kind: HeaderKind;
  readonly value: string;
  /** Whether the label says that something was sent, and not only when something is. */
  readonly isSent: boolean;
}

/** One text is read at a time. */
let known: { readonly lines: readonly string[]; readonly headers: (HeaderLine | null | undefined)[] } = {
  lines: [],
  headers: [],
};

/** `headerLine` of one line of a text, which is asked for it more than once. */
export function headerAt(lines: readonly string[], index: number): HeaderLine | null {
  if (known.lines !== lines)
    known = { lines, headers: new Array<HeaderLine | null | undefined>(lines.length) };
  const told = known.headers[index];
  if (told !== undefined) return told;
  const read = headerLine(plainAt(lines, index));
  if (index < lines.length) known.headers[index] = read;
  return read;
}

/** Reads a line that `plainLine` made plain; null where it is no line of a header. */
export function headerLine(line: string): HeaderLine | null {
  const ascii = line.indexOf(":");
  const wide = line.indexOf("：");
  const colon = ascii === -1 || (wide !== -1 && wide < ascii) ? wide : ascii;
  if (colon <= 0 || colon > longestLabel) return null;
  const label = withoutEnd(line.slice(0, colon).replace(/^[\s>|_"•·-]+/, ""), /[\s_"]/).toLowerCase();
  const kind = kinds.get(label);
  return kind === undefined
    ? null
    : { kind, value: line.slice(colon + 1).trim(), isSent: kind === "date" && !commonDates.has(label) };
}
