import { plainLine } from "./plainLine.ts";
import { withoutEnd } from "./withoutEnd.ts";

const longestMobileSignature = 160;

/** Beginnings of the names of devices and mail programs: some languages decline them ("iPhonesta", "iPhonu"). */
const products = new RegExp(
  `^(?:${[
    "iphon ipad ipod android blackberry samsung galax huawei xiaomi redmi poco nokia lumia xperia sony oneplus oppo realme motorola htc honor wiko fairphone",
    "айфон смартфон мобільн мобилн мобильн телефон планшет smartphone smartfon smarttelef handy natel tablet mobiltelefon mobilgerät mobil telefon teléfon celular móvil cellulare téléphon portable",
    "outlook gmail yahoo aol protonmail proton spark typeapp bluemail mymail mail.ru яндекс yandex k-9 thunderbird mailbird canary airmail newton edison superhuman polymail missive cloudmagic mailspring mimestream rediffmail hotmail unibox acompli macbook imac chromebook kindle",
    "fairemail aquamail nine gmx web.de freenet t-online t-mail libero zimbra roundcube zoho fastmail hey.com shortwave tutanota tuta posteo mailfence icloud emclient windows",
    "telegram workspace boxer touchmail airwatch verizon at&t vodafone telekom seznam email.cz onet interia wp.pl o2.pl naver daum kakao nate qq foxmail",
  ]
    .flatMap((line) => line.split(" "))
    .map((word) => word.replaceAll(".", "\\."))
    .join("|")})`,
  "u",
);
/** Names of devices in scripts without blanks, and generic ones. */
const scriptProducts =
  /手机|手機|邮箱|郵箱|메일|휴대폰|スマホ|携帯|หูฟัง|มือถือ|אייפון|iphone|ipad|android|galaxy|outlook/iu;
const mailWords = new Set([
  "mail",
  "email",
  "e-mail",
  "app",
  "phone",
  "mobile",
  "device",
  "cell",
  "cellphone",
  "pda",
]);

const sent = new Set(
  [
    "sent typed written composed dictated gesendet geschickt verschickt geschrieben verfasst getippt envoyé envoye expédié écrit enviado enviada inviato inviata spedito scritto",
    "verzonden verstuurd gestuurd sendt send skickat skickades skickad lähetetty sänt sendur wysłane wysłano wysłana napisane odesláno odoslané odoslaná odeslano poslané posláno",
    "elküldve küldve küldött trimis trimisă expediat отправлено отправлена отправил надіслано відправлено изпратено изпратен poslano poslato послато послано odposlano",
    "išsiųsta siųsta nosūtīts sūtīts saadetud στάλθηκε αποστολή εστάλη απεστάλη gönderildi gönderilmiştir yollandı أرسلت أُرسلت مرسل مرسلة نשלח נשלח ارسال‌شده ارسال فرستاده भेजा भेजी",
    "gửi dikirim dihantar enviat enviáronse bidalia bidalita გამოგზავნილია გაგზავნილია ուղարկվել ուղարկված жіберілді жіберілген göndərilib sendte messendt",
  ].flatMap((line) => line.split(" ")),
);
const sentPhrases = /送信|发送|發送|发自|發自|傳送|寄出|来自我的|来自QQ|보냄|보낸|보냈|전송|ส่งจาก|ส่งโดย/u;
const small = new Set(
  [
    "from my via with using by on a an the this message all new network for secure secured mobile phone device cell of and in to free ios macos",
    "von meinem meiner mit aus dem der unterwegs vom mobilen mobiler über diese nachricht wurde e-mail mail für sicherer",
    "de depuis mon ma à partir avec pour d'un mi desde con el para un do meu minha dal mio da per un una del la",
    "vanaf mijn met van uit voor fra min mitt från minun mein z mojego moje meho mého môjho ze со с моего моего из из-под для",
    "mobil mobile mobiel mobilní app application aplikacji aplikace приложения приложение пошты почты почта la messagerie sécurisée mailapp",
    "mail email e-mail messaggio bericht mensaje mensagem besked melding meddelande viesti wiadomość zpráva",
  ].flatMap((line) => line.split(" ")),
);
/** Words with which a person tells something; no such line has one. */
const told = new Set(
  [
    "i we you he she it they was were is are has have had did not but your our their his her please can could will would",
    "ich wir sie es er habe haben hatte hast bin ist war ihr ihre ihrem ihrer euer nicht bitte",
    "je j nous vous ai avons est pas votre vos yo lo la he ha hemos su tu ho abbiamo è non vostro",
    "ik wij heb hebben is niet uw jeg vi har ikke jag inte jestem nie nem я мы не мой",
  ].flatMap((line) => line.split(" ")),
);
const obtain = new Set(
  [
    "get download try holen hol herunterladen beziehen laden obtenez télécharger téléchargez obtenir obtener obtén descargar descarga obtenha obter baixar scarica ottieni scaricare download",
    "krijg ontvang downloaden haal hent få hämta skaffa hanki lataa pobierz uzyskaj získat stáhnout získajte letöltés szerezze obține descarcă скачать загрузить получить отримати завантажити",
    "dohvati preuzmi pridobite изтегли вземете λήψη αποκτήστε edinin yükleyin indir indirin احصل הורד קבל دریافت प्राप्त 获取 下载 取得 下載 入手 ดาวน์โหลด tải dapatkan lấy",
  ].flatMap((line) => line.split(" ")),
);
const platforms = /(?:^|\s)(?:ios|android|mac|macos|iphone|ipad|windows|mobile)(?:$|\W)/iu;
const excuse =
  /\b(?:excuse|forgive|pardon|brevity|typos?|entschuldig\p{L}{0,6}|kürze|tippfehler|disculp\p{L}{0,4}|brevedad|brièveté|brevità|beknoptheid)\b/iu;

/** "Sent from my iPhone", in any language and order of words, with a link or a full stop. */
export function isMobileSignature(line: string): boolean {
  if (line.length > longestMobileSignature * 3) return false;
  const text = withoutLinks(plainLine(line));
  if (text === "" || text.length > longestMobileSignature || /[?]/.test(text)) return false;
  const [sentence = "", ...more] = text.split(excuse.test(text) ? /[.!。,;-]\s+/ : /[.!。]\s+/);
  if (more.some((next) => next !== "" && !excuse.test(next))) return false;
  const original = wordsOf(sentence);
  const words = original.map((word) => word.toLowerCase());
  if (words.length === 0 || words.length > 14) return false;
  const hasProduct = words.some((word) => products.test(word)) || scriptProducts.test(sentence);
  const isLinked = /aka\.ms\//i.test(line) && words.includes("outlook") && words.length <= 9;
  if (isLinked || isOffer(words, sentence, hasProduct)) return true;
  const isSent = words.some((word) => sent.has(word)) || sentPhrases.test(sentence);
  if (!isSent || words.some((word) => told.has(word))) return false;
  if (/[぀-ヿ㐀-鿿가-힯฀-๿]/u.test(sentence)) return hasProduct && sentence.length <= 40;
  const rest = original.filter((_word, index) => {
    const word = words[index] ?? "";
    return !sent.has(word) && !small.has(word) && !products.test(word) && !mailWords.has(word);
  });
  const unknown = rest.filter((word) => !/^\p{Lu}|\d|\w\.\w/u.test(word));
  const isEnglish = /^(?:sent|typed|written|composed|dictated)$/.test(
    words.find((word) => sent.has(word)) ?? "",
  );
  const isOfDevice = hasProduct || words.some((word) => mailWords.has(word));
  if (isEnglish) {
    if (words[0] !== "sent" && !sent.has(words[0] ?? "") && words[0] !== "this") return false;
    if (unknown.length > 0) return false;
    return isOfDevice || (words[1] === "from" && words[2] === "my" && rest.length > 0 && rest.length <= 4);
  }
  return isOfDevice && unknown.length <= 3 && rest.length <= 5;
}

/** "Get Outlook for iOS". */
function isOffer(words: readonly string[], sentence: string, hasProduct: boolean): boolean {
  if (!hasProduct || words.length > 9 || !platforms.test(sentence)) return false;
  const isOffered =
    words.some((word) => obtain.has(word)) ||
    /获取|下载|取得|下載|入手|ダウンロード|다운로드|받기/u.test(sentence);
  return isOffered && /outlook|yahoo|gmail|proton|spark|aol|bluemail|mail/iu.test(sentence);
}

function withoutLinks(line: string): string {
  const words = line
    .replace(/[<([]?(?:https?:\/\/|mailto:|www\.)[^\s<>]{1,300}/gi, " ")
    .replace(/[[\]<>()|]/g, " ")
    .replace(/^[-~_•\s]+/u, "");
  return withoutEnd(words, /[-~_\s.!。,]/u).replace(/ {2,}/g, " ");
}

function wordsOf(sentence: string): string[] {
  return (
    sentence
      .split(/[\s,،„“”"«»_:;]+/u)
      // Some languages add endings to a name: "iPhone'ist".
      .map((word) => (word.split(/['’]/u, 1)[0] ?? "").replace(/[.!。]$/u, ""))
      .filter((word) => word !== "")
  );
}
