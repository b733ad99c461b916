import { hostileFiles } from "./hostileFiles.ts";
import type { HostileShape } from "./hostileShape.ts";

/** Messages that grow, by the way in which they would hurt a parser whose time grows faster. */
export const hostileShapes: Readonly<Record<string, HostileShape>> = Object.fromEntries([
  ...Object.entries(hostileFiles),
  ...each(reportTypes(), reportLines(), (type, line) => [
    `${line} in ${type}`,
    (size) => mail(`Content-Type: multipart/report; boundary=b`, report(type, repeated(line, size))),
  ]),
  ...each(fieldNames(), fragments(), (name, fragment) => [
    `${fragment} in ${name}`,
    (size) => mail(`${name}: ${repeated(fragment, size)}x`, "Hi"),
  ]),
  ...each(["Content-Type", "Content-Disposition"], fragments(), (name, fragment) => [
    `${fragment} in a parameter of ${name}`,
    (size) => mail(`${name}: text/plain; name=${repeated(fragment, size)}`, "Hi"),
  ]),
  ...each(["text/html"], [...fragments(), ...markup()], (type, fragment) => [
    `${fragment} in HTML`,
    (size) => mail(`Content-Type: ${type}`, repeated(fragment, size)),
  ]),
  ...each(
    ["text/plain", "text/plain; format=flowed; delsp=yes"],
    [...fragments(), ...phrases()],
    (type, fragment) => [
      `${fragment} in ${type}`,
      (size) => mail(`Content-Type: ${type}`, repeated(fragment, size)),
    ],
  ),
  ...each(["From: MAILER-DAEMON@x.example"], [...fragments(), ...phrases()], (from, fragment) => [
    `${fragment} in a notice of failure`,
    (size) => mail(`${from}\nSubject: failure notice`, `undeliverable\n${repeated(fragment, size)}`),
  ]),
  ...each(["From: "], [...fragments(), ...phrases()], (label, fragment) => [
    `${fragment} as the sender of a forwarded message`,
    (size) =>
      mail("Subject: Fwd: x", `---------- Forwarded message ---------\n${label}${repeated(fragment, size)}`),
  ]),
  ...each(
    ["base64", "quoted-printable"],
    ["=", "==", "QQ==", "=41", "=\n", "= ", "=4"],
    (encoding, fragment) => [
      `${fragment} in ${encoding}`,
      (size) => mail(`Content-Transfer-Encoding: ${encoding}`, repeated(fragment, size)),
    ],
  ),
  ...each(
    ["iso-2022-jp", "utf-7", "utf-16", "gb18030", "x-nope"],
    ["\x1b$B!!\x1b(B", "+", "\x80", "~{"],
    (charset, fragment) => [
      `${fragment} in ${charset}`,
      (size) => mail(`Content-Type: text/plain; charset=${charset}`, repeated(fragment, size)),
    ],
  ),
  ...each(["boundary=b"], delimiters(), (boundary, fragment) => [
    `${fragment} in a multipart`,
    (size) => mail(`Content-Type: multipart/mixed; ${boundary}`, repeated(fragment, size)),
  ]),
  ...each(["From"], fragments(), (name, fragment) => [
    `${fragment} as the only ${name}`,
    (size) => Buffer.from(`${name}: ${repeated(fragment, size)}x\nSubject: failure notice\n\nundeliverable`),
  ]),
  ["header fields", (size) => mail(repeated("X: y\n", size), "Hi")],
  ["header fields of many names", numbered(12, (index) => `X-${index}: y\n`)],
  ["lines between header fields", (size) => mail(`${repeated("garbage\n", size)}To: a@b.example`, "Hi")],
  ["parts within parts", numbered(50, nestedPart)],
  ["a file name in pieces", numbered(18, (index) => `${inPieces(index)} name*${index}*=a%20b;\n`)],
  ["a boundary in pieces", numbered(18, (index) => `${inPieces(index)} boundary*${index}=a;\n`)],
  [
    "different ids in References",
    numbered(20, (index) => `${index === 0 ? "References:" : ""} <${index}@x.example>\n`),
  ],
  [
    "different addresses in To",
    numbered(20, (index) => `${index === 0 ? "To: z@b.example" : ""} ,a${index}@x.example\n`),
  ],
  [
    "different charsets in Subject",
    numbered(18, (index) => `${index === 0 ? "Subject:" : ""} =?x${index}?q?a?=\n`),
  ],
]);

function each<One, Other>(
  ones: readonly One[],
  others: readonly Other[],
  make: (one: One, other: Other) => readonly [string, HostileShape],
): (readonly [string, HostileShape])[] {
  return ones.flatMap((one) =>
    others.map((other) => {
      const [name, shape] = make(one, other);
      return [
        name.replace(/[^\x21-\x7e]/g, (character) =>
          character === " " ? " " : JSON.stringify(character).slice(1, -1),
        ),
        shape,
      ] as const;
    }),
  );
}

function mail(header: string, body: string): Uint8Array {
  return Buffer.from(`From: a@b.example\n${header}\n\n${body}`, "latin1");
}

function report(type: string, content: string): string {
  return `--b\nContent-Type: ${type}\n\n${content}\n--b--\n`;
}

function repeated(fragment: string, size: number): string {
  return fragment.repeat(Math.ceil(size / fragment.length));
}

function numbered(bytesEach: number, make: (index: number) => string): HostileShape {
  return (size) =>
    Buffer.from(
      `From: a@b.example\n${Array.from({ length: Math.ceil(size / bytesEach) }, (_, index) => make(index)).join("")}\n\nHi`,
    );
}

function nestedPart(index: number): string {
  return `Content-Type: multipart/mixed; boundary=b${index}\n\n--b${index}\n`;
}

function inPieces(index: number): string {
  return index === 0 ? "Content-Type: multipart/mixed;" : "";
}

function reportTypes(): readonly string[] {
  return [
    ...["message/delivery-status", "message/global-delivery-status", "message/disposition-notification"],
    ...["message/feedback-report", "message/rfc822", "text/rfc822-headers", "text/calendar"],
  ];
}

function reportLines(): readonly string[] {
  return [
    ...["garbage\n", "\n", "a", "To: x\n", "Message-ID: <", " x\n", ": ", "To:a\ngarbage\n", "\r", "a:b\n\n"],
    "Final-Recipient: rfc822; a@b.example\n",
  ];
}

function fieldNames(): readonly string[] {
  return [
    ...[
      "Date",
      "Content-Type",
      "Content-Transfer-Encoding",
      "Content-ID",
      "Content-Language",
      "Subject",
      "To",
    ],
    ...["Message-ID", "References", "Return-Path", "Auto-Submitted", "X-Failed-Recipients", "Sender"],
  ];
}

function fragments(): readonly string[] {
  return [
    ...[
      " ",
      "\t",
      "(",
      "((",
      ")",
      "<",
      ">",
      "=?",
      "=?utf-8?q?",
      "=?utf-8?q?a?= ",
      '"',
      "\\",
      '"\\',
      ",",
      ";",
    ],
    ...["a@", "a@b,", "@", ".", "+", "a.", "mailer-daemon+", '"mailer-daemon+', "[Case-", "[", "Re: ", "&"],
    ...["\n x", "*0=a;", "<a@b> ", "<a", "a:b;", "\xe9", "=", ":", '"a" ', "1.", "--", "%"],
  ];
}

function markup(): readonly string[] {
  return [
    ...[
      "<div>",
      "</div>",
      "<a href=x>",
      "<!--",
      "<![CDATA[",
      "<p style=x>",
      "<table><tr><td>",
      "<blockquote>",
    ],
    ...["&amp;", "&#", "<script>", "<style>", "<title>", "<svg>", "</", "<a b='", "<li>", "<pre>\n", "<br>"],
    ...[
      "<img src=data:image/png;base64,",
      "<span style='margin:0'>",
      "<textarea>",
      "<p style='",
      "<template>",
      "<meta charset ",
      "<?xml encoding ",
    ],
  ];
}

function phrases(): readonly string[] {
  return [
    ...[
      "> ",
      ">",
      "On Mon, 1 Jan 2020 at 10:00 a wrote:\n",
      "-- \n",
      "From: x\n",
      "wrote:",
      "On a b c ",
      "\n",
    ],
    ...["-----Original Message-----\n", " \n", "https://", "https://x)", "550 5.1.1 ", "unable to deliver "],
    ...[
      "<a@b.example>:\n",
      "5.1.1",
      "received: from ",
      "To: ",
      "----",
      "sent from ",
      "delivery to ",
      "mailbox ",
    ],
  ];
}

function delimiters(): readonly string[] {
  return [
    ...["--b\n", "--b\n\n", "--b--\n", "--bx\n", "--", "--b\nX: y\n\n", "--b\ngarbage\n"],
    "--b\nContent-Disposition: attachment; filename=a\n\nx\n",
    "--b\nContent-Type: message/rfc822\n\n",
  ];
}
