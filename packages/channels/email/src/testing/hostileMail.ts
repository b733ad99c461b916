/** Messages made to cost more than they weigh. Each is built when it is asked for. */
export const hostileMail: Readonly<Record<string, () => Uint8Array>> = {
  "blank lines without end": () => withBody(Buffer.alloc(20 * mebibyte, "\n")),
  "a single line without end": () => withBody(Buffer.alloc(20 * mebibyte, "a")),
  "quote marks without end": () => withBody(Buffer.alloc(5 * mebibyte, "> ")),
  "base64 padded at every character": () => encoded("base64", "QQ==".repeat(5 * mebibyte)),
  "quoted-printable that never breaks": () => encoded("quoted-printable", "=41".repeat(6 * mebibyte)),
  "quoted-printable with blanks after each equals sign": () =>
    encoded("quoted-printable", `=${" ".repeat(79)}x`.repeat(100_000)),
  "parts without end": () => multipart("--b\n\n\n".repeat(500_000)),
  "parts without headers, only delimiters": () => multipart("--b\n".repeat(2_000_000)),
  "parts within parts without end": () =>
    Buffer.from(
      `From: a@b.example\n${Array.from({ length: 5000 }, (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n`).join("")}`,
    ),
  "allowed nesting with lines that look like delimiters": () =>
    Buffer.from(
      `From: a@b.example\n${Array.from({ length: 39 }, (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n`).join("")}\n\n${"--b\n".repeat(1_000_000)}`,
    ),
  "headers without end": () => Buffer.from("X: y\n".repeat(1_000_000)),
  "a header folded without end": () =>
    Buffer.from(`From: a@b.example\nSubject: ${"x\n ".repeat(170_000)}\n\nHi`),
  "lines that are no header": () =>
    Buffer.from(`From: a@b.example\n${"garbage\n".repeat(60_000)}To: b@b.example\n\nHi`),
  "recipients without end": () =>
    Buffer.from(`From: a@b.example\nTo: ${"a@b.example, ".repeat(38_000)}\n\nHi`),
  "address groups and quotes without end": () =>
    Buffer.from(
      `From: ${'"\\"'.repeat(40_000)}\nTo: ${"<".repeat(60_000)}\nCc: ${"a:b;".repeat(40_000)}\nSender: ${"(".repeat(60_000)}\n\nHi`,
    ),
  "encoded words without end": () =>
    Buffer.from(`From: a@b.example\nSubject: ${"=?utf-8?q?a?= ".repeat(35_000)}\n\nHi`),
  "encoded words in charsets nobody knows": () =>
    Buffer.from(
      `From: a@b.example\nSubject: ${Array.from({ length: 20_000 }, (_, index) => `=?x${index}?q?a?=`).join(" ")}\n\nHi`,
    ),
  "a file name in twenty thousand pieces": () =>
    Buffer.from(
      `From: a@b.example\nContent-Type: text/plain;${Array.from({ length: 20_000 }, (_, index) => ` name*${index}*=a%20b;`).join("\n")}\n\nHi`,
    ),
  "a boundary in twenty thousand pieces": () =>
    Buffer.from(
      `From: a@b.example\nContent-Type: multipart/mixed;${Array.from({ length: 20_000 }, (_, index) => ` boundary*${index}=a;`).join("\n")}\n\nHi`,
    ),
  "references without end": () =>
    Buffer.from(`From: a@b.example\nReferences: ${"<a.b.aaaaaaaaaaaaaaaa@c> ".repeat(20_000)}\n\nHi`),
  "UTF-16 without end": () =>
    Buffer.concat([
      Buffer.from("From: a@b.example\nContent-Type: text/plain; charset=utf-16\n\n"),
      Buffer.alloc(20 * mebibyte, "B"),
    ]),
  "charset that switches at every character": () =>
    withBody(
      Buffer.from("\x1b$B!!\x1b(B".repeat(1_000_000)),
      "Content-Type: text/plain; charset=iso-2022-jp",
    ),
  "HTML nested without end": () => html("<div>".repeat(150_000)),
  "HTML of quotes within quotes": () => html("<blockquote>x".repeat(70_000)),
  "HTML of unclosed tags": () => html("<a href='".repeat(100_000)),
  "HTML of attributes without end": () => html(`<a ${"x=y ".repeat(200_000)}>`),
  "HTML of styles without end": () => html(`<p style="${"color:red;".repeat(90_000)}">`),
  "HTML of many styles": () => html("<p style='color:red;margin:0'>x</p>".repeat(25_000)),
  "HTML of entities": () => html("&amp;".repeat(190_000)),
  "HTML of tables within tables": () => html("<table><tr><td>".repeat(60_000)),
  "HTML of comments": () => html("<!--".repeat(250_000)),
  "attributions without end": () => withBody(Buffer.from("On Mon, Jan 1 at 10:00 a b c d\n".repeat(30_000))),
  "attributions on one line": () => withBody(Buffer.from(`${"On a b c ".repeat(40)}\n`.repeat(2_500))),
  "Dutch attributions": () => withBody(Buffer.from("Op 1 schreef a\n".repeat(60_000))),
  "header labels without end": () => withBody(Buffer.from("From: x\nx\nTo: x\nx\n".repeat(50_000))),
  "signature marks without end": () => withBody(Buffer.from("-- \n".repeat(250_000))),
  "an undelivered notice without end": () =>
    Buffer.from(
      `From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n${"<a@b.example>:\n550 5.1.1 user unknown\n".repeat(20_000)}`,
    ),
  "an undelivered notice of dots": () =>
    Buffer.from(
      `From: MAILER-DAEMON@x.example\nSubject: failure notice\n\nunable to deliver ${"a.".repeat(400_000)}@`,
    ),
  "an undelivered notice of words": () =>
    Buffer.from(
      `From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n550 ${"user mailbox account address domain delivery to ".repeat(20_000)}`,
    ),
  "a delivery status without end": () =>
    multipart(
      `--b\nContent-Type: message/delivery-status\n\n${"Final-Recipient: rfc822; a@b.example\nAction: failed\n\n".repeat(100_000)}`,
    ),
  "a delivery status of blank lines": () =>
    multipart(`--b\nContent-Type: message/delivery-status\n\n${"\n".repeat(3_000_000)}`),
  "a delivery status in one group": () =>
    multipart(
      `--b\nContent-Type: message/delivery-status\n\n${"Final-Recipient: rfc822; a@b.example\n".repeat(100_000)}`,
    ),
  "a returned message of one header": () =>
    multipart(
      `--b\nContent-Type: message/delivery-status\n\nAction: failed\n\n--b\nContent-Type: message/rfc822\n\n${"Message-ID: <a@b>\n".repeat(500_000)}`,
    ),
  "a thousand attachments": () =>
    multipart(`--b\nContent-Disposition: attachment; filename=a.txt\n\n${"x".repeat(20_000)}\n`.repeat(990)),
  "large attachments": () =>
    multipart(
      `--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n${`${"QUJD".repeat(19)}\r\n`.repeat(160_000)}\n`.repeat(
        3,
      ),
    ),
};

const mebibyte = 1024 * 1024;

function withBody(body: Uint8Array, header = "Content-Type: text/plain"): Uint8Array {
  return Buffer.concat([Buffer.from(`From: a@b.example\n${header}\n\n`), body]);
}

function encoded(encoding: string, body: string): Uint8Array {
  return withBody(Buffer.from(body), `Content-Type: text/plain\nContent-Transfer-Encoding: ${encoding}`);
}

function html(body: string): Uint8Array {
  return withBody(Buffer.from(body), "Content-Type: text/html");
}

function multipart(body: string): Uint8Array {
  return withBody(Buffer.from(body), "Content-Type: multipart/mixed; boundary=b");
}
