import { expect, test } from "vitest";
import { defaultParseLimits } from "../mime/parseLimits.ts";
import { mailText } from "../testing/mailText.ts";
import { openAttachment } from "./attachments.ts";
import { parseEmail } from "./parseEmail.ts";

async function read(bytes: Uint8Array) {
  const [event] = await parseEmail(bytes);
  if (event?.kind !== "message") throw new Error("This is no message.");
  const contents = event.attachments.map(({ reference }) =>
    Buffer.from(openAttachment(bytes, reference, defaultParseLimits)).toString(),
  );
  return { ...event, contents };
}

const uuencoded = "begin 644 cat.txt\n#0V%T\n`\nend\n";
const withFile = (headers: string, body = "x") =>
  mailText(
    { "Content-Type": "multipart/mixed; boundary=b" },
    `--b\nContent-Type: text/plain\n\nHi\n--b\n${headers}\n\n${body}\n--b--\n`,
  );

test("a file that stands uuencoded in the text is an attachment and no text", async () => {
  const message = await read(mailText({}, `Look:\n${uuencoded}Bye\nbegin 644 of nothing\nreally\n`));
  expect(message.text).toBe("Look:\nBye\nbegin 644 of nothing\nreally");
  expect(message.attachments).toMatchObject([{ name: "cat.txt", mediaType: "text/plain", size: 3 }]);
  expect(message.contents).toEqual(["Cat"]);
});

test.each(["x-uuencode", "uuencode", "X-UUE"])("transfer encoding %s is taken off", async (encoding) => {
  const part = `Content-Type: application/octet-stream\nContent-Transfer-Encoding: ${encoding}`;
  const message = await read(withFile(part, uuencoded));
  expect(message).toMatchObject({ attachments: [{ name: "cat.txt", size: 3 }], contents: ["Cat"] });
});

test.each([
  ["folded without a semicolon", "multipart/mixed\n boundary=b"],
  ["on one line without it", 'multipart/mixed boundary="b"'],
  ["with a comma", "multipart/mixed, boundary=b"],
  ["without the boundary", "multipart/mixed"],
  ["with another boundary", "multipart/mixed; boundary=other"],
  ["with two semicolons", 'multipart/mixed;; boundary="b";'],
  ["whose quotes are not closed", 'multipart/mixed; boundary="b'],
])("a Content-Type %s still tells the parts", async (_what, type) => {
  const body =
    '--b\nContent-Type: text/plain\n charset=utf-8\n\nHi\n--b\nContent-Type: application/pdf\n name="a b.pdf"\n\n%PDF\n--b--\n';
  const message = await read(mailText({ "Content-Type": type }, body));
  expect(message).toMatchObject({ text: "Hi", attachments: [{ name: "a b.pdf" }], contents: ["%PDF"] });
});

test("a message without any Content-Type is taken apart where it shows parts", async () => {
  const body = "--b\nContent-Type: text/plain\n\nHi\n--b\nContent-Type: application/pdf\n\n%PDF\n--b--\n";
  expect(await read(mailText({}, body))).toMatchObject({ text: "Hi", contents: ["%PDF"] });
  expect((await read(mailText({}, "-----\n\nHi\n"))).text).toBe("-----\n\nHi");
});

test.each([
  ["image/jpg", "jpg"],
  ["image/jpeg", "jpg"],
  ["video/quicktime", "mov"],
  ["audio/mpeg", "mp3"],
  ["text/calendar; method=REQUEST", "ics"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"],
  ["application/x-zip-compressed", "zip"],
  ["application/x-nobody-knows", "bin"],
])("a file of type %s without a name is called .%s", async (type, extension) => {
  expect((await read(withFile(`Content-Type: ${type}`))).attachments).toMatchObject([
    { name: `attachment-2.${extension}` },
  ]);
});

test.each([
  ['filename="C:\\TEMP\\ball.png"', "ball.png"],
  ["filename=C:\\TEMP\\ball.png", "ball.png"],
  ['filename="C:\\\\TEMP\\\\ball.png"', "ball.png"],
  ['filename="\\\\server\\share\\ball.png"', "ball.png"],
  ['filename="../../etc/passwd"', "passwd"],
  ['filename="say \\"hi\\".txt"', 'say "hi".txt'],
  ["filename*=utf-8''%C3%BC.pdf; filename=u.pdf", "ü.pdf"],
  ["filename*0*=utf-8''%C3; filename*1*=%BC; filename*2=.pdf", "ü.pdf"],
  ['filename="=?utf-8?Q?=C3?= =?UTF-8?q?=BC?=.pdf"', "ü.pdf"],
  ["filename=my holiday name=1.png", "my holiday name=1.png"],
])("the file name of %s is %s", async (parameter, name) => {
  const headers = `Content-Type: image/png\nContent-Disposition: attachment; ${parameter}`;
  expect((await read(withFile(headers))).attachments).toMatchObject([{ name }]);
});

test("invitations and messages in a mail are files of it", async () => {
  const body =
    "--b\nContent-Type: text/plain\n\nHi\n--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--b--\n";
  const invitation = await read(mailText({ "Content-Type": "multipart/alternative; boundary=b" }, body));
  expect(invitation).toMatchObject({ text: "Hi", attachments: [{ name: "attachment-2.ics" }] });
  const inner = Buffer.from("From: c@d.example\nSubject: =?utf-8?Q?Gr=C3=BCn?=\n\nOld").toString("base64");
  const nested = await read(
    withFile("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64", inner),
  );
  expect(nested.attachments).toMatchObject([{ name: "Grün.eml", mediaType: "message/rfc822" }]);
});

/** One attribute of a TNEF package. */
function attribute(level: number, id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level, 0);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(value.length, 5);
  return Buffer.concat([head, value, Buffer.alloc(2)]);
}

function wideName(name: string): Buffer {
  const value = Buffer.from(`${name}\0`, "utf16le");
  const head = Buffer.alloc(16);
  head.writeUInt32LE(1, 0);
  head.writeUInt32LE(0x3707_001f, 4);
  head.writeUInt32LE(1, 8);
  head.writeUInt32LE(value.length, 12);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

const tnef = Buffer.concat([
  hexadecimal("789f3e220100"),
  attribute(1, 0x0006_9007, hexadecimal("e404000000000000")),
  attribute(2, 0x0006_9002, Buffer.alloc(14)),
  attribute(2, 0x0001_8010, Buffer.from("BALL~1.TXT\0")),
  attribute(2, 0x0006_800f, Buffer.from("Round")),
  attribute(2, 0x0006_9005, wideName("Bälle.txt")),
  attribute(2, 0x0006_9002, Buffer.alloc(14)),
  attribute(2, 0x0001_8010, Buffer.from("two.bin\0")),
  attribute(2, 0x0006_800f, Buffer.from("Two")),
]);

function hexadecimal(digits: string): Buffer {
  return Buffer.from(digits, "hex");
}

test.each(["application/ms-tnef", "application/vnd.ms-tnef", "application/octet-stream"])(
  "the files in winmail.dat are listed instead of it: %s",
  async (type) => {
    const part = (bytes: Buffer) =>
      withFile(
        `Content-Type: ${type}; name=winmail.dat\nContent-Transfer-Encoding: base64`,
        bytes.toString("base64"),
      );
    const message = await read(part(tnef));
    expect(message.attachments.map(({ name, mediaType }) => [name, mediaType])).toEqual([
      ["Bälle.txt", "text/plain"],
      ["two.bin", "application/octet-stream"],
    ]);
    expect(message.contents).toEqual(["Round", "Two"]);
    expect((await read(part(tnef.subarray(0, 60)))).attachments).toMatchObject([{ name: "winmail.dat" }]);
    for (let length = 0; length < tnef.length; length += 1) await read(part(tnef.subarray(0, length)));
  },
);

test("words above a copied message are the sender's, though nobody told a type", async () => {
  const copied = ["--x", "Content-Type: text/plain", "", "The copy.", "--x--", ""].join("\r\n");
  const mail = ["From: ann@x.example", "Subject: Look", "", "Read this, please.", "", copied].join("\r\n");
  const [event] = await parseEmail(Buffer.from(mail));
  expect(event).toMatchObject({ kind: "message", text: expect.stringContaining("Read this, please.") });
});
