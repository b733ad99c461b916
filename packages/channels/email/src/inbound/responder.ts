import type { MailHeaders } from "../mime/mailHeaders.ts";
import { withoutAnswerMarks, withoutLabels } from "../subject/marks.ts";

/** How autoresponders begin a subject, in the languages of the mail systems that write it. */
const words = [
  ...[
    "auto(?:matic|mated)?[ -]?(?:reply|response)",
    "out[ -]of[ -](?:the[ -])?office",
    "vacation (?:reply|response)",
  ],
  ...["(?:vacation|away) (?:message|notice)", "away from (?:the |my )?(?:office|desk)", "absence notice"],
  ...[
    "abwesenheits(?:notiz|nachricht|meldung|benachrichtigung)",
    "abwesen(?:d|heit)",
    "auto(?:matische)?[ -]?antwort",
  ],
  ...["automatische abwesenheitsnotiz", "urlaubs(?:notiz|meldung|benachrichtigung)", "nicht im büro"],
  ...["réponse automatique", "absen(?:ce|te?) du bureau", "(?:message|avis) d.absence"],
  ...["respuesta automática", "fuera de (?:la )?oficina", "resposta automàtica", "ausencia de la oficina"],
  ...[
    "risposta automatica",
    "fuori (?:sede|ufficio)",
    "resposta automática",
    "ausência temporária",
    "fora do escritório",
  ],
  ...[
    "automatisch antwoord",
    "automatische reactie",
    "afwezig(?:heid)?",
    "afwezigheidsbericht",
    "niet op kantoor",
  ],
  ...[
    "automati(?:sk|skt) svar",
    "autosvar",
    "frånvaro(?:meddelande)?",
    "fravær",
    "ikke på kontoret",
    "ej på kontoret",
  ],
  ...["poissa", "poissaoloilmoitus", "automaattinen vastaus", "automaatvastus"],
  ...[
    "odpowiedź automatyczna",
    "automatyczna odpowiedź",
    "poza biurem",
    "automatick[áé] odpov[eě][dď]",
    "mimo kancelář",
  ],
  ...[
    "automatikus válasz",
    "házon kívül",
    "răspuns automat",
    "otomatik yanıt",
    "ofis dışında",
    "αυτόματη απάντηση",
  ],
  ...["автоматический ответ", "автоответ", "нет на месте", "автоматична відповідь", "автоматичен отговор"],
  ...["automatski odgovor", "samodejni odgovor", "automātiska atbilde", "automatinis atsakymas"],
  ...[
    "erantzun automatikoa",
    "sjálfvirkt svar",
    "ateb awtomatig",
    "freagra uathoibríoch",
    "awtomatikong tugon",
  ],
  ...["аутоматски одговор", "автоматски одговор", "автоматты жауап", "përgjigje automatike"],
  ...["outomatiese antwoord", "balasan automatik", "auto(?:matic)? response", "automatická odpoveď"],
  ...["自动答复", "自動答覆", "自動回應", "स्वचालित उत्तर", "پاسخ خودکار", "การตอบกลับอัตโนมัติ"],
  ...["自動応答", "自動返信", "不在通知", "自动回复", "自動回覆", "자동 회신", "자동 응답", "부재중"],
  ...["מענה אוטומטי", "תשובה אוטומטית", "رد تلقائي", "trả lời tự động", "balasan otomatis", "ตอบกลับอัตโนมัติ"],
].join("|");
const beginsWithWords = new RegExp(`^\\[?(?:${words})(?:\\s*[:：\\-–[\\](]|\\s*$)`, "iu");

/** How Notes and others say that somebody is away, after the name: `AUTO: Jan Roth ist außer Haus (Rückkehr am 09.03.2026)`. */
const absence = [
  ...[
    "out of (?:the )?office(?! hours?)",
    "away from (?:the )?office",
    "(?:is|am|be) on (?:vacation|holiday|(?:\\p{L}+ )?leave)",
    "(?:is|am|be) away(?! from home)",
  ],
  ...[
    "au(?:ß|ss)er haus",
    "nicht im (?:haus|büro)",
    "abwesen(?:d|heit)",
    "(?:ist|bin) verreist",
    "^urlaub$",
    "(?:im|in) urlaub bis",
  ],
  ...["absente? (?:du|au) bureau", "est absente?", "suis absente?", "est en congé", "hors du bureau"],
  ...[
    "fuera de (?:la )?oficina",
    "est(?:á|oy) ausente",
    "fora de l.oficina",
    "fora do escritório",
    "fora da empresa",
  ],
  ...["fuori (?:sede|ufficio)", "(?:è|sono) assente", "niet (?:op kantoor|aanwezig)", "(?:is|ben) afwezig"],
  ...[
    "inte på kontoret",
    "ikke på kontoret",
    "frånvarande",
    "fraværende",
    "ei ole (?:toimistolla|paikalla)",
    "on poissa",
  ],
  ...[
    "poza biurem",
    "nieobecn[ya]",
    "mimo kancelář",
    "nepřítomn",
    "neprítomn",
    "házon kívül",
    "irodán kívül",
  ],
  ...[
    "nu este la birou",
    "ofis dışında",
    "εκτός γραφείου",
    "отсутствует",
    "вне офиса",
    "нет на месте",
    "відсутн",
  ],
  ...["odsoten", "odsutan", "不在", "외출", "부재중", "외근", "מחוץ למשרד", "خارج المكتب"],
  // Notes adds when they are back.
  ...[
    "\\((?:returning|returns|back|rückkehr|zurück|retour|vuelv|regres|ritorn|rientr|terug|tillbaka|tilba[gk]e|powr)",
  ],
].join("|");
const tellsOfAbsence = new RegExp(`(?:${absence})`, "iu");
const automaticMark = /^\s*auto(?:matic|matisch)?\s?[:：]/iu;

/**
 * Whether a subject is an autoresponder's. `answered`: it has an answer mark before, as a person's answer to it has.
 * `absence`: it says that somebody is away, as a person's may.
 */
export function outOfOfficeSubject(subject: string): "bare" | "answered" | "absence" | "none" {
  const bare = withoutLabels(subject.normalize("NFC")).trim();
  if (beginsWithWords.test(bare) || beginsWithWords.test(subject.trim())) return "bare";
  const isAbsence = tellsOfAbsence.test(bare);
  if (isAbsence && automaticMark.test(bare)) return "bare";
  if (beginsWithWords.test(withoutAnswerMarks(bare).bare)) return "answered";
  return isAbsence ? "absence" : "none";
}

/** The header by which an autoresponder says that this answers a message, or null. */
export function responderHeader(headers: MailHeaders): string | null {
  const own = presentHeader(headers, [
    ...[
      "x-autoreply",
      "x-auto-reply",
      "x-autorespond",
      "x-autoresponder",
      "x-autoreply-from",
      "x-mail-autoreply",
    ],
    ...["x-autogenerated-reply", "x-amazon-auto-reply", "x-vacation", "x-away"],
  ]);
  if (own !== null) return own;
  const telling: readonly [string, RegExp][] = [
    // RFC 3834 s.5: a response to a message, by a program. `auto-generated` answers nothing, unless it says so.
    ["auto-submitted", /^\s*auto-replied\b|vacation/i],
    ["precedence", /^\s*auto[_-]?reply/i],
    ["x-precedence", /^\s*auto[_-]?reply/i],
    ["preference", /^\s*auto[_-]?reply/i],
    ["x-autogenerated", /^\s*reply/i],
    ["x-post-messageclass", /autoresponder/i],
    ["delivered-to", /^\s*autoresponder\b/i],
  ];
  for (const [name, pattern] of telling) {
    const value = headers.first(name);
    if (value !== null && pattern.test(value)) return headerField(name, value);
  }
  return null;
}

/** The first of the headers that is there and does not say no, as evidence; null where none is. */
export function presentHeader(headers: MailHeaders, names: readonly string[]): string | null {
  for (const name of names) {
    const value = headers.first(name);
    if (value !== null && value !== "" && !/^no\b/i.test(value)) return headerField(name, value);
  }
  return null;
}

/** A header as evidence for a person. */
export function headerField(name: string, value: string): string {
  const title = name.replace(/(?:^|-)[a-z]/g, (letters) => letters.toUpperCase());
  return `${title}: ${value.slice(0, 200)}`;
}
