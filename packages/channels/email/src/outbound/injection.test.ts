import { afterEach, expect, test } from "vitest";
import { outboundMessage } from "../testing/outboundMessage.ts";
import { sending } from "../testing/sending.ts";
import { type SmtpPeer, smtpPeer } from "../testing/smtpPeer.ts";

let server: SmtpPeer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A desk that waits for its server, however slow the machine is. */
const senderOf = ({ port }: SmtpPeer, changes: Parameters<typeof sending>[1] = {}) =>
  sending(0, { smtp: { host: "127.0.0.1", port, socketTimeoutMs: 20_000 }, ...changes });

const attack = "Bcc: victim@else.example";
/** What ends a line for some program on the way, before a header, a body, a part or a message. */
const breaks: Readonly<Record<string, string>> = {
  CRLF: "\r\n",
  LF: "\n",
  CR: "\r",
  NUL: "\0",
  "NUL and CRLF": "\0\r\n",
  "two line breaks": "\r\n\r\n",
  "a folded line": "\r\n \r\n",
  "a line separator": "\u2028",
  "a next line": "\u0085",
  "vertical tab and form feed": "\v\f",
  "encoded words": "=?utf-8?Q?=0D=0A?=",
  "the end of a message": "\r\n.\r\nMAIL FROM:<evil@else.example>\r\n",
};

const evils = Object.entries(breaks).map(([name, lineBreak]) => [name, `x${lineBreak}${attack}`] as const);

function headOf(bytes: Buffer | undefined): string {
  return (bytes?.toString() ?? "").split("\r\n\r\n", 1)[0] ?? "";
}

/** Names of its headers. */
function headerNames(bytes: Buffer | undefined): readonly string[] {
  return [...headOf(bytes).matchAll(/^([^\s:]+):/gm)].map(([, name = ""]) => name.toLowerCase()).sort();
}

test.each(evils)(
  "%s in every field begins no header and no command",
  async (_, evil) => {
    server = await smtpPeer();
    const attachments = (text: string, mediaType: string) => [
      { name: text, mediaType, contentId: text, open: async () => Buffer.from("x") },
    ];
    const address = { kind: "email", value: "ann@customer.example" } as const;
    const copy = { kind: "email", value: "ben@customer.example" } as const;
    const fields = (text: string, mediaType: string) =>
      outboundMessage({
        subject: text,
        text,
        html: text,
        authorName: text,
        trackingCode: text,
        to: [{ ...address, name: text }],
        cc: [{ ...copy, name: text }],
        references: [text, `${text}@x.example`, "fine@x.example"],
        attachments: attachments(text, mediaType),
      });
    await senderOf(server)(fields("harmless", "text/plain"));
    await senderOf(server, { displayName: evil })(fields(evil, `text/plain${evil}`));
    // A copy for each recipient, before and after.
    const both = ["ann@customer.example", "ben@customer.example"];
    expect(server.messages.map(({ to }) => to.join())).toEqual([...both, ...both]);
    const [harmless, , ...sent] = server.messages;
    for (const { bytes } of sent) {
      expect(headerNames(bytes)).toEqual(headerNames(harmless?.bytes));
      const parts = bytes.toString().split(/^--.*\r\n/m);
      const heads = parts.map((part) => part.split("\r\n\r\n", 1)[0] ?? "");
      for (const head of heads) expect(head).not.toMatch(/^bcc:|\0|\r(?!\n)|(?<!\r)\n|[\u0085\u2028\v\f]/im);
    }
  },
  60_000,
);

// What is no control character may stand in quotes, and ends no line of SMTP.
const controls = evils.filter(([, evil]) => /\p{Cc}/u.test(evil));

test.each(controls)(
  "%s in an address reaches no server",
  async (_, evil) => {
    server = await smtpPeer();
    const values = [
      `ann@customer.example${evil}`,
      `${evil}@customer.example`,
      `ann@${evil}`,
      `"${evil}"@customer.example`,
      `ann@customer.example>${evil}<x@y.example`,
      `ann@customer.example,${evil}`,
      "ann@customer.example, victim@else.example",
      "ann@customer.example> SIZE=1 BODY=8BITMIME <x@y.example",
    ];
    for (const value of values) {
      const honest = { kind: "email", value: "ben@customer.example", name: null };
      const receipt = await senderOf(server)(
        outboundMessage({ to: [honest], cc: [{ kind: "email", value, name: null }] }),
      );
      expect(receipt.refused.map(({ recipient }) => recipient.toLowerCase())).toEqual([value.toLowerCase()]);
    }
    expect(server.messages.map(({ to }) => to)).toEqual(values.map(() => ["ben@customer.example"]));
    for (const { bytes } of server.messages) expect(headOf(bytes)).not.toMatch(/victim|^bcc:/im);
  },
  60_000,
);
