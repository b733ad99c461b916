import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { parseEmail } from "../inbound/parseEmail.ts";
import { decodeCharset } from "./charsets.ts";
import { decodeWords } from "./encodedWords.ts";

async function messageOf(...pieces: readonly (string | Uint8Array)[]) {
  const [event] = await parseEmail(
    Buffer.concat(["From: a@b.example\r\n", ...pieces].map((piece) => Buffer.from(piece))),
  );
  if (event?.kind !== "message") throw new Error("This is no message.");
  return event;
}

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const hex = (digits: string) => Buffer.from(digits, "hex");

test.each([
  ["gb2312", "中文主题"],
  ["koi8-r", "Привет, мир"],
  ["windows-1251", "Привет, мир"],
  ["iso-8859-2", "Žluťoučký kůň"],
  ["shift_jis", "日本語の件名"],
  ["big5", "繁體中文"],
  ["euc-kr", "안녕하세요"],
])("raw bytes in headers are in the charset of the body, also of a part's: %s", async (charset, words) => {
  const raw = iconv.encode(words, charset);
  const type = `Content-Type: text/plain; charset=${charset}\r\n`;
  expect(await messageOf("Subject: ", raw, "\r\n", type, "\r\n", raw)).toMatchObject({
    subject: words,
    text: words,
  });
  const parts = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
  const file = [
    '\r\n--b\r\nContent-Disposition: attachment; filename="',
    raw,
    '.pdf"\r\n\r\n%PDF\r\n--b--\r\n',
  ];
  const nested = await messageOf("Subject: ", raw, "\r\n", parts, type, "\r\n", raw, ...file);
  expect(nested).toMatchObject({ subject: words, text: words, attachments: [{ name: `${words}.pdf` }] });
});

test("a raw byte inside an encoded word is a byte of that word", async () => {
  const subject = async (...pieces: readonly (string | Uint8Array)[]) =>
    (await messageOf("Subject: ", ...pieces, "\r\n\r\nHi")).subject;
  expect(await subject("=?iso-8859-1?Q?Stra", bytes(0xdf), "e_=FC?=")).toBe("Straße ü");
  expect(await subject("=?koi8-r?Q?", iconv.encode("Привет", "koi8-r"), "?=")).toBe("Привет");
  expect(await subject("=?utf-8?Q?Stra", bytes(0xc3, 0x9f), "e?=")).toBe("Straße");
  expect(await subject("=?iso-8859-1?Q?Stra", bytes(0xc3, 0x9f), "e_=FC?=")).toBe("Straße ü");
});

test.each([
  ["=?utf-8?Q?pasi=C5=BEad=C4?= =?UTF-8?q?=97jim?=", "pasižadėjim"],
  ["=?utf-8?Q?pasi=C5=BEad=C4?=\r\n =?utf-8?B?l2ppbQ==?=", "pasižadėjim"],
  ["=?utf-8*lt?Q?=C4?= =?utf8?Q?=97?=", "ė"],
  ["=?utf-8?B?xJ?= =?utf-8?B?c=?=", "ė"],
  ["=?gb2312?B?1tA=?= =?GB2312?Q?=CE=C4?=", "中文"],
  ["=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"],
  ["=?utf-8?Q?what??=", "what?"],
  ["=?utf-8?Q?lost =?utf-8?Q?found?=", "=?utf-8?Q?lost found"],
  ["=?klingon?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"],
  ["=?utf-7?Q?Gr+APw-n?=", "Grün"],
  ["=?cp850?Q?Gr=81n?=", "Grün"],
  ["=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"],
  ["=?ISO-2022-JP?B?k/qWew==?=", "日本"],
  ["=?utf-8?Q?open", "=?utf-8?Q?open"],
])("%s reads %s", (value, words) => {
  expect(decodeWords(value)).toBe(words);
});

test("a sender's name is read in every charset too", async () => {
  const [event] = await parseEmail(
    Buffer.from("From: =?cp850?Q?J=81rgen,?= =?CP850?q?_Ann?= <j@b.example>\r\n\r\nHi"),
  );
  expect(event).toMatchObject({ from: { name: "Jürgen, Ann", value: "j@b.example" } });
});

test.each([
  ["utf-7", Buffer.from("Gr+APwA3w-e +- 1"), "Grüße + 1"],
  ["UNICODE-1-1-UTF-7", Buffer.from("+AN8-"), "ß"],
  ["hz-gb-2312", Buffer.from("Hi ~{<:Ky2;S{#,NpJ)l6HK!#~} ~~~\n."), "Hi 己所不欲，勿施於人。 ~."],
  ["iso-2022-kr", hex("1b2429430e3e4833670f2e"), "안녕."],
  ["iso-2022-cn", hex("1b2429410e56500f2e"), "中."],
  [
    "iso-2022-jp",
    Buffer.concat([hex("1b2442467c4b5c1b284220"), iconv.encode("テスト", "shift_jis")]),
    "日本 テスト",
  ],
  ["cp850", bytes(0x47, 0x72, 0x81, 0x6e), "Grün"],
  ["ibm-850", bytes(0x81), "ü"],
  ["cp437", bytes(0x81), "ü"],
  ["utf-8; format=flowed", Buffer.from("ü"), "ü"],
  ["utf-8mb4", Buffer.from("ü"), "ü"],
  ["utf8mb4", Buffer.from("ü"), "ü"],
  ["default", Buffer.from("ü"), "ü"],
  ["unknown-8bit", bytes(0xfc), "ü"],
  ["klingon", Buffer.from("ü"), "ü"],
  ["klingon", bytes(0xfc, 0xff), "üÿ"],
  ["base64", Buffer.from("ü"), "ü"],
  ["utf-8", bytes(0x66, 0xfc, 0x72), "für"],
  ["utf-16", Buffer.from("plain"), "plain"],
  ["utf-16", Buffer.from("ü", "utf16le"), "ü"],
  ["x-gbk", iconv.encode("中文", "gbk"), "中文"],
  ["ks_c_5601-1987", iconv.encode("안녕", "euc-kr"), "안녕"],
  ["iso-8859-8-i", bytes(0xe0), "א"],
  [" 'windows-1252' ", bytes(0x80), "€"],
  ["__proto__", Buffer.from("ü"), "ü"],
  [null, hex("1b2442467c4b5c1b2842"), "日本"],
])("charset %s is read", (label, encoded, words) => {
  expect(decodeCharset(encoded, label)).toBe(words);
});

test("a quoted charset with a parameter in it is that of the body", async () => {
  expect(
    (await messageOf('Content-Type: text/plain; charset="utf-8; format=flowed"\r\n\r\nGrüße')).text,
  ).toBe("Grüße");
});

test.each([
  ["koi8-r", '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "Привет"],
  ["shift_jis", "<meta charset='shift_jis'>", "日本語"],
  ["iso-2022-jp", "<meta charset=iso-2022-jp>", "日本"],
])("HTML that declares %s only inside is read in it, unless it is UTF-8", async (charset, meta, words) => {
  const encoded = charset === "iso-2022-jp" ? hex("1b2442467c4b5c1b2842") : iconv.encode(words, charset);
  const type = "Content-Type: text/html\r\n\r\n";
  expect((await messageOf(type, meta, encoded)).text).toBe(words);
  expect((await messageOf(type, meta, Buffer.from("Привет"))).text).toBe("Привет");
});
