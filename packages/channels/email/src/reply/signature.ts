/** Signatures are short; what follows a mark at more than this distance is text. */
const longestSignature = 15;

const delimiter = /^(?:-{2,4}|-{20,}|—|_{2,}|\+{2,4}|={2,})$/;
const sentFrom = new RegExp(
  `^(?:${[
    "(?:sent|typed|written) (?:from|via|with|using) .{1,80}",
    "get outlook for .{1,80}|sent with .{1,80}",
    "von (?:meinem|meiner) .{1,60} gesendet|gesendet (?:von|mit) .{1,80}|diese nachricht wurde von .{1,80} gesendet",
    "envoyé (?:depuis|de|à partir de|avec) .{1,80}|télécharger outlook pour .{1,80}|obtenez outlook pour .{1,80}",
    "enviado desde .{1,80}|enviado (?:do|de|a partir do) .{1,80}|obtener outlook para .{1,80}",
    "inviato da .{1,80}|scarica outlook per .{1,80}",
    "verzonden (?:vanaf|met|via) .{1,80}|verstuurd vanaf .{1,80}",
    "sendt fra .{1,80}|skickat från .{1,80}|lähetetty .{1,60}",
    "wysłane z .{1,80}|wysłano z .{1,80}|отправлено (?:с|из) .{1,80}|iphoneから送信|发自我的.{1,40}|.{1,40}에서 보냄",
  ].join("|")})$`,
  "iu",
);
const closing = new RegExp(
  `^(?:${[
    "(?:(?:best|kind|kindest|warm|warmest|with best|with kind|many) )?regards|best wishes|cheers|sincerely|yours (?:sincerely|faithfully|truly)",
    "mit freundlichen grüßen|mit freundlichem gruß|(?:viele|beste|liebe|freundliche|herzliche) grüße|mfg",
    "(?:bien )?cordialement|bien à vous|bonne (?:journée|soirée)",
    "(?:un )?saludos?(?: cordiales)?|atentamente|cordiali saluti|distinti saluti|atenciosamente|cumprimentos",
    "met vriendelijke groet(?:en)?|(?:med )?vennlig hilsen|(?:med )?venlig hilsen|mvh|med vänliga hälsningar|ystävällisin terveisin",
    "pozdrawiam|z poważaniem|с уважением|saygılarımla|s pozdravem",
  ].join("|")})[,.!！]{0,2}$`,
  "iu",
);

/** The lines above the signature; all of them where only a signature would be left. */
export function withoutSignature(lines: readonly string[]): readonly string[] {
  const end = lines.findLastIndex((line) => line.trim() !== "") + 1;
  const text = lines.slice(0, end);
  const earliest = Math.max(0, end - longestSignature);
  const start = text.findIndex((line, index) => index >= earliest && isSignatureMark(line));
  if (start === -1) return text;
  const above = text.slice(0, start);
  return above.some((line) => line.trim() !== "") ? above : text;
}

function isSignatureMark(line: string): boolean {
  const words = line.trim();
  if (words.length > 120) return false;
  return delimiter.test(words) || sentFrom.test(words) || closing.test(words);
}
