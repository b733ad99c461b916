import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

/** Letters of the tour, in `mails/`: whole messages as mail programs wrote them, except for date and id. */
export const letters = [
  { file: "german", from: "juergen.weber@posteo.example" },
  { file: "japanese", from: "hanako.tanaka@mail.example.jp" },
  { file: "georgian", from: "mariam.kapanadze@posta.example.ge" },
  { file: "armenian", from: "ani.hakobyan@namak.example.am" },
  { file: "kannada", from: "kavya.rao@anche.example.in" },
  { file: "arabic", from: "layla.haddad@barid.example" },
  { file: "picture", from: "oliver.grant@fastmail.example" },
  { file: "french", from: "claire.moreau@gone.example" },
  { file: "newsletter", from: "bounces@boxwell.example" },
] as const;

/** What a customer writes later. */
export const laterLetter = { file: "again", from: "juergen.weber@posteo.example" } as const;

type LetterName = (typeof letters)[number]["file"] | typeof laterLetter.file;

/** The bytes of a letter, dated now. */
export function writeLetter(file: LetterName, now: number): Uint8Array {
  const text = readFileSync(new URL(`../../mails/${file}.eml`, import.meta.url), "latin1");
  const head = [`Date: ${new Date(now).toUTCString()}`, `Message-ID: <${randomUUID()}@${file}.example>`];
  return Buffer.from([...head, text].join("\n").replaceAll(/\r?\n/g, "\r\n"), "latin1");
}

/** The first charset that a message names. */
export function charsetOf(raw: Uint8Array): string {
  return /charset="?([\w-]+)/i.exec(Buffer.from(raw).toString("latin1"))?.[1] ?? "us-ascii";
}
