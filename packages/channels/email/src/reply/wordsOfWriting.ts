/** "wrote" and "quoting" of the line above a quote, as single words in lower case. */
const words = new Set(
  [
    "wrote writes write quoting said",
    "schrieb schreibt geschrieben zitat schrieben",
    "écrit ecrit écrivait citation selon",
    "escribió escribio escribe citando escrito ecribió",
    "scritto scrive scriveva",
    "escreveu escreve escribiu escriure escrit citant idatzi",
    "schreef geschreven schrijft citeren",
    "skrev skriver skrevet skrivit citerar citat sitat skrifaði",
    "kirjoitti kirjoittaa lainaus kirjutas kirjutab",
    "napisał napisała napisali pisze pisał napisano cytowanie",
    "napsal napsala napísal napísala napísané píše napísal napsáno cituji",
    "írta írt idézet írja",
    "scris scrie citat",
    "написа написал написала пише пишет написав написала писал писала цитирую цитат пишува жазды жазған напісаў",
    "napisao napisala napisal piše je-napisao pisao napisano",
    "parašė rašė rašo rakstīja raksta uzrakstīja",
    "έγραψε εγραψε γράφει έγραψες",
    "yazdı yazmış yazdi yazıb",
    "كتب كتبت كتابة كتابةً يكتب",
    "כתב כתבה כתבת כתב/ה",
    "نوشت نوشته نوشته‌است",
    "लिखा लिखते लिखती",
    "viết menulis ditulis tulis sumulat",
    "დაწერა წერს გրել գրել գրեց գրել է",
  ].flatMap((line) => line.split(" ")),
);

/** Scripts that do not part words by blanks, and phrases that are no single word. */
const phrases = [
  ...["写道", "寫道", "写到", "來信", "来信", "のメール", "のメッセージ", "書きました"],
  ...["작성", "님이 쓴", "님의 메시지", "เขียนว่า", "เขียน", "ने लिखा"],
] as const;

export function isWordOfWriting(word: string): boolean {
  return words.has(word);
}

export function hasPhraseOfWriting(line: string): boolean {
  return phrases.some((phrase) => line.includes(phrase));
}
