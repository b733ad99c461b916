import { type Channel, type InboundMessage, type RawInbound, SupportError } from "@heedkit/core";
import * as z from "zod";

const update = z.object({
  id: z.string().min(1),
  user: z.string().min(1),
  text: z.string(),
  answers: z.string().nullable(),
  sentAt: z.int(),
});
const taken = z.object({ id: z.string().min(1) });

/** Signatures older than this are treated as replays, in milliseconds. */
const longestSignatureAge = 5 * 60_000;

export interface PagerOptions {
  readonly url: string;
  /** Key of the provider's signatures. */
  readonly secret: string;
  readonly timeoutMs: number;
}

/** A chat service that signs its webhooks and accepts JSON: a minimal connector. */
export function pagerChannel({ url, secret, timeoutMs }: PagerOptions): Channel {
  return {
    specVersion: 1,
    id: "pager",
    kind: "chat",
    capabilities: {
      receive: true,
      deliver: true,
      html: false,
      attachments: false,
      subject: false,
      listens: false,
    },

    async verify(raw) {
      const { time, signature } = raw.metadata;
      const isRight =
        typeof time === "string" &&
        typeof signature === "string" &&
        Math.abs(raw.receivedAt - Number(time)) <= longestSignatureAge &&
        (await isSigned(secret, time, raw.body, signature));
      if (!isRight) throw new SupportError("UNVERIFIED", "The pager's signature is missing, old or wrong.");
    },

    async parse(raw) {
      const { id, user, text, answers, sentAt } = read(raw);
      const message: InboundMessage = {
        kind: "message",
        externalId: id,
        from: { kind: "pager", value: user, name: null },
        to: [],
        cc: [],
        subject: null,
        text,
        html: null,
        newText: text,
        attachments: [],
        sentAt,
        threadHints: answers === null ? [] : [{ by: "reference", externalId: answers }],
        automatic: null,
      };
      return [message];
    },

    async deliver({ to, text }, { idempotencyKey, signal }) {
      const unavailable = (message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) =>
        new SupportError("DELIVERY_UNAVAILABLE", message, options);
      const response = await fetch(url, {
        method: "POST",
        headers: { "idempotency-key": idempotencyKey },
        body: JSON.stringify({ user: to[0]?.value, text }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      }).catch((cause: unknown) => {
        throw unavailable("The pager can't be reached.", { cause });
      });
      if (response.status === 429 || response.status >= 500) {
        const retryAfterMs = waitOf(response.headers.get("retry-after"));
        throw unavailable(
          `The pager said ${response.status}.`,
          retryAfterMs === null ? {} : { retryAfterMs },
        );
      }
      if (!response.ok)
        throw new SupportError("DELIVERY_REFUSED", `The pager refused it: ${response.status}.`);
      const answer = taken.safeParse(await response.json().catch(() => null));
      if (!answer.success)
        throw unavailable("The pager's answer makes no sense: it may have taken the message or not.");
      return { externalId: answer.data.id, refused: [], detail: String(response.status) };
    },
  };
}

function read({ body }: RawInbound): z.infer<typeof update> {
  try {
    return update.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)));
  } catch (cause) {
    throw new SupportError("UNPARSEABLE", "This is no update of the pager.", { cause });
  }
}

/** Seconds or a date, RFC 9110 s.10.2.3; in milliseconds from now, or null if it is neither. */
function waitOf(header: string | null): number | null {
  if (header === null) return null;
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}

const keyOf = (secret: string) =>
  crypto.subtle.importKey("raw", new TextEncoder().encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
    "verify",
  ]);
const signed = (time: string, body: Uint8Array) =>
  Uint8Array.of(...new TextEncoder().encode(`${time}.`), ...body);

async function isSigned(secret: string, time: string, body: Uint8Array, signature: string): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/.test(signature)) return false;
  const bytes = Uint8Array.from(signature.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.verify("HMAC", await keyOf(secret), bytes, signed(time, body));
}
