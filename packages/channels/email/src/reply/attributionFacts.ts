import { withoutEnd } from "./withoutEnd.ts";
import { hasPhraseOfWriting, isWordOfWriting } from "./wordsOfWriting.ts";

export interface AttributionFacts {
  isAttribution(isAboveQuote: boolean): boolean;
  /** Begins as clients begin it, with a date or a word such as "On". */
  readonly beginsWithDate: boolean;
  /** Begins with that, or with a name and has the date after it. */
  readonly beginsLikeOne: boolean;
}

const openings = new Set(
  [
    "on at in le la el il lo em am op den de på pe ma ti ke to su w dnia dne dňa dana dne in-data vào pada στις στη σις",
    "в у на во ve u dne tarihinde lun mar mer gio ven sab dom o os a al el dia dia az ekkor",
    "在 于 於 في بتاريخ בתאריך ב- در ในวันที่ เมื่อ वार quoting citando zitat selon citation citat from von de od от",
    "пн вт ср чт пт сб вс mon tue wed thu fri sat sun mo di mi do fr sa so lunes martes lundi mardi",
  ].flatMap((line) => line.split(" ")),
);

/** Words that stand between day, time and name in any attribution. */
const particles = new Set(
  [
    "at um on uhr à a alle ore às as kl klo om the de del della di da das do dos las los la le el il den dem der het",
    "o ob u v w y e et en um godz godz. в у на о об от de în la ora saat kello via from von van af av od ot",
    "ha hat has have had va est è following folgendes folgende what ce următoarele następujące följande følgende",
    "am pm uhr h cet cest utc gmt mez mesz est edt pst pdt bst a.m. p.m. г г. год року р. ezt időpont użytkownik user",
    "erabiltzaileak hau du al usuario utilisateur utente gebruiker το ο η χρήστης στις στη lúc vào thg tháng pukul tarihinde şunu şunları",
  ].flatMap((line) => line.split(" ")),
);

/** With one of these a person tells something; no client writes them. Left out: what is also a day, a unit or a name. */
const personal = new Set(
  [
    "i we my me our your you she he they his their this that which who colleague",
    "ich wir mir mich mein meine uns unser ihre ihnen sie deine euer eure kollege kollegin",
    "j'ai nous mes notre votre vous vos yo nosotros mis sus usted noi mio mia vostro suo",
    "nós meu minha seu sua ik wij mijn uw jouw ons onze jeg jag ditt",
    "я мы вы мой ваш наш moj mój wasz nasz",
  ].flatMap((line) => line.split(" ")),
);

const time = /\d{1,2}\s?(?:[:.h：]|時|时|点|點|시)\s?\d{2}/;
const clock = /\d{1,2}(?::\d{2}|\s?[ap]\.?m\.?(?![a-z]))/i;
const numericDate = /\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|\d{4}\s?[年년]/;
const year = /(?:^|\D)(?:19|20|25|13|14)\d{2}(?:\D|$)/;
const day = /(?:^|\D)\d{1,2}(?:\D|$)/;

/** What one line, joined from its folds and made plain, says of who wrote and when. */
export function attributionFacts(joined: string): AttributionFacts {
  const isDashed = joined.startsWith("--") && joined.endsWith("--") && /[^-]/.test(joined);
  const line = withoutEnd(joined.replace(/^[-\s]+/, ""), /[-\s]/);
  const endsInColon = /[:：՝]$/.test(line);
  const tokens = line.split(/[\s,،、，;]+/).filter((token) => token !== "");
  const bare = tokens.map((token) =>
    withoutEnd(token.toLowerCase().replace(/^[("'„“«<[]+/, ""), /[)"'”»>\]:：.]/),
  );
  const writing = bare.findIndex(isWriting);
  const says = writing !== -1 || hasPhraseOfWriting(line);
  const endsInWriting = writing === bare.length - 1 && writing !== -1;
  const hasTime = time.test(line) || clock.test(line);
  const hasFullDate = numericDate.test(line) || (year.test(line) && day.test(line.replace(year, " ")));
  const hasDigit = /\d/.test(line);
  const address = addressShape(line, tokens, writing);
  const isTold = bare.some((word) => personal.has(word));
  const first = bare[0] ?? "";
  const beginsWithDate =
    openings.has(first) ||
    /^(?:[\d"'„“«<[]|[在于於])/.test(line) ||
    /^[\p{L}\p{M}]{2,12}[.,]?\s(?:[\p{L}\p{M}]{1,10}[.,]?\s)?\d/u.test(line);
  let named: boolean | null = null;
  const isNamed = () => {
    named ??= namesSomebody(tokens, bare);
    return named;
  };
  const beginsWithName =
    /^[\p{Lu}\p{Lo}]/u.test(line) && (hasFullDate || hasTime) && (address !== "none" || isNamed()) && !isTold;

  return {
    beginsWithDate,
    beginsLikeOne: (beginsWithDate && (hasFullDate || /^[\p{Lu}\p{Lo}\d]/u.test(line))) || beginsWithName,
    isAttribution(isAboveQuote) {
      if (
        !endsInColon &&
        !(endsInWriting && (isDashed || (address === "bracketed" && (hasFullDate || isAboveQuote))))
      )
        return false;
      if (!isAboveQuote && isTold) return false;
      if (address === "bracketed") return says || hasFullDate || (hasTime && hasDigit);
      if (address === "beside") return hasDigit || isAboveQuote;
      if (address === "bare" && hasFullDate && hasTime && (isAboveQuote || isNamed())) return true;
      if (isAboveQuote) {
        // "He wrote:" is how people introduce what they quote themselves.
        if (isTold && !hasDigit && address === "none") return false;
        if (says && (hasDigit || (isNamed() && tokens.length <= 8))) return tokens.length <= 24;
        return hasFullDate && hasTime && tokens.length <= 16;
      }
      if (/^[在于於]/.test(line)) return says && hasFullDate;
      return says && hasFullDate && isNamed() && (beginsWithDate || beginsWithName);
    },
  };
}

function isWriting(word: string): boolean {
  return isWordOfWriting(word.replace(/\([\p{L}/]{1,3}\)?$|\/-?\p{L}{1,3}$/u, ""));
}

/** How an address stands: in brackets as clients write it, beside the word of writing, or anywhere as in a sentence. */
function addressShape(
  line: string,
  tokens: readonly string[],
  writing: number,
): "bracketed" | "beside" | "bare" | "none" {
  if (!/[^\s@]@[^\s@]/.test(line)) return "none";
  for (let at = line.indexOf("@"); at !== -1; at = line.indexOf("@", at + 1)) {
    const opened = Math.max(line.lastIndexOf("<", at), line.lastIndexOf("(", at), line.lastIndexOf("[", at));
    if (opened !== -1 && !/\s/.test(line.slice(opened + 1, at).trim())) return "bracketed";
  }
  if (line.includes("&lt;")) return "bracketed";
  const holder = tokens.findIndex((token) => token.includes("@"));
  return writing !== -1 && Math.abs(holder - writing) === 1 ? "beside" : "bare";
}

/**
 * Whether what is left beside date, time and particles is a name: every word of it begins with a capital, or its script
 * has none. Months and weekdays are the words beside numbers.
 */
function namesSomebody(tokens: readonly string[], bare: readonly string[]): boolean {
  const rest = tokens
    .map((token, index) => ({ token, word: bare[index] ?? "" }))
    .filter(({ word }, index) => (index === 0 ? !openings.has(word) : !particles.has(word) && word !== ""));
  const names = rest.filter(({ token, word }, index) => {
    if (/[\d@]/.test(token) || isWriting(word) || particles.has(word)) return false;
    const isBesideNumber = /\d/.test(rest[index - 1]?.token ?? "") || /\d/.test(rest[index + 1]?.token ?? "");
    return !(isBesideNumber && /^\p{Ll}/u.test(token));
  });
  const isDateWord = (token: string, index: number) => index === 0 && /[.,]$/.test(token);
  const told = names.filter(({ token }, index) => !isDateWord(token, index));
  const isSomebody = told.length > 0 || tokens.some((token) => token.includes("@"));
  return (
    isSomebody &&
    told.length <= 8 &&
    told.every(({ token }) => /^["'„“«(<[]*(?:\p{Lu}|\p{Lo})|^[-&|/+]/u.test(token))
  );
}
