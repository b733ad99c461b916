import {
  type Channel,
  type InboundEvent,
  isSupportError,
  type RawInbound,
  SupportError,
} from "@heedkit/core";
import { type PagerOptions, pagerChannel } from "./pagerChannel.ts";

/** A pager that is wrong in one way, and the concern of the suite that has to notice. */
export interface WrongPager {
  readonly title: string;
  readonly concern: string;
  connect(options: PagerOptions): Channel;
}

type Deliver = NonNullable<Channel["deliver"]>;
type Verify = NonNullable<Channel["verify"]>;

const wrong = (
  title: string,
  concern: string,
  change: (
    right: Channel & { readonly verify: Verify; readonly deliver: Deliver },
    options: PagerOptions,
  ) => Partial<Channel>,
): WrongPager => ({
  title,
  concern,
  connect(options) {
    const right = pagerChannel(options);
    const { verify, deliver } = right;
    if (verify === undefined || deliver === undefined) throw new Error("The pager verifies and delivers.");
    return { ...right, ...change({ ...right, verify, deliver }, options) };
  },
});

/** Verifies a delivery as if part of it were different. */
const believing = (title: string, seen: (raw: RawInbound) => RawInbound | null): WrongPager =>
  wrong(title, "trust", ({ verify }) => ({
    verify: async (raw) => {
      const other = seen(raw);
      if (other !== null) await verify(other);
    },
  }));

/** Reports a failed delivery with a different error. */
const telling = (title: string, tell: (error: SupportError) => unknown): WrongPager =>
  wrong(title, "delivering", ({ deliver }) => ({
    deliver: (message, options) =>
      deliver(message, options).catch((error: unknown) => {
        throw isSupportError(error) ? tell(error) : error;
      }),
  }));

export const wrongPagers: readonly WrongPager[] = [
  wrong("verification that always passes", "trust", () => ({ verify: async () => undefined })),
  believing("verification that passes where there is no signature", (raw) =>
    typeof raw.metadata.signature === "string" && raw.metadata.signature !== "" ? raw : null,
  ),
  believing("verification that passes where there are no bytes", (raw) => (raw.body.length > 0 ? raw : null)),
  believing("old signatures that are believed", (raw) => ({ ...raw, receivedAt: Number(raw.metadata.time) })),
  wrong("verification that compares the length of the signature", "trust", () => ({
    verify: async ({ metadata: { signature } }) => {
      if (typeof signature !== "string" || signature.length !== 64)
        throw new SupportError("UNVERIFIED", "The signature is missing.");
    },
  })),
  wrong("verification that breaks over what is no signature", "trust", ({ verify }) => ({
    verify: async (raw) => {
      String(raw.metadata.signature).normalize();
      if (raw.metadata.signature === null) throw new TypeError("Cannot read properties of null");
      await verify(raw);
    },
  })),
  {
    title: "verification that is left out",
    concern: "trust",
    connect(options) {
      const { verify: _verify, ...rest } = pagerChannel(options);
      return rest;
    },
  },
  wrong("a refusal that is no UNVERIFIED", "trust", ({ verify }) => ({
    verify: (raw) =>
      verify(raw).catch(() => {
        throw new SupportError("INVALID_INPUT", "no");
      }),
  })),

  wrong("garbage that throws what the parser threw", "understanding", ({ parse }) => ({
    parse: (raw, context) =>
      parse(raw, context).catch((error: unknown) => {
        throw isSupportError(error) ? error.cause : error;
      }),
  })),
  wrong("garbage that is to be tried again for ever", "understanding", ({ parse }) => ({
    parse: (raw, context) =>
      parse(raw, context).catch((cause: unknown) => {
        throw new SupportError("UNPARSEABLE", "not yet", { cause, retryable: true });
      }),
  })),
  wrong("ids that are drawn when a message is read", "understanding", ({ parse }) => ({
    parse: async (raw, context) =>
      (await parse(raw, context)).map((event) => ({ ...event, externalId: crypto.randomUUID() })),
  })),
  wrong("times that are read from the machine", "understanding", ({ parse }) => ({
    parse: async (raw, context) =>
      (await parse(raw, context)).map((event) =>
        event.kind === "message" ? { ...event, sentAt: Date.now() } : event,
      ),
  })),
  wrong("bytes that are changed while they are read", "understanding", ({ parse }) => ({
    parse: async (raw, context) => {
      const events = await parse(raw, context);
      raw.body.fill(32);
      return events;
    },
  })),
  wrong("a provider that is asked who wrote", "understanding", ({ parse }, { url }) => ({
    parse: async (raw, context) => {
      await fetch(url, { method: "HEAD" });
      return parse(raw, context);
    },
  })),
  wrong("senders that are all one", "understanding", ({ parse }) => ({
    parse: async (raw, context) =>
      (await parse(raw, context)).map((event) =>
        event.kind === "message" ? { ...event, from: { ...event.from, value: "user" } } : event,
      ),
  })),
  wrong("HTML where there can be none", "understanding", ({ parse }) => ({
    parse: async (raw, context) =>
      (await parse(raw, context)).map((event) =>
        event.kind === "message" ? { ...event, html: event.text } : event,
      ),
  })),
  wrong("a message that is understood twice", "arriving", ({ parse }) => ({
    // With the same id, the desk would treat the second one as a copy.
    parse: async (raw, context) =>
      (await parse(raw, context)).flatMap((event): readonly InboundEvent[] =>
        event.kind === "message" ? [event, { ...event, externalId: `${event.externalId}-again` }] : [event],
      ),
  })),
  wrong("answers that are dropped until what they answer is there", "arriving", ({ parse }) => {
    const seen = new Set<string>();
    return {
      parse: async (raw, context) => {
        const events = (await parse(raw, context)).filter((event) => {
          if (event.kind !== "message") return true;
          seen.add(event.externalId ?? "");
          return event.threadHints.every((hint) => hint.by === "signed" || seen.has(hint.externalId));
        });
        return events;
      },
    };
  }),

  telling("a wait that is not passed on", (error) => new SupportError(error.code, error.message)),
  telling(
    "a wait in seconds",
    ({ code, message, retryAfterMs }) =>
      new SupportError(code, message, retryAfterMs === null ? {} : { retryAfterMs: retryAfterMs / 1000 }),
  ),
  telling("failures that are all final", ({ message }) => new SupportError("DELIVERY_REFUSED", message)),
  telling("failures that all pass", ({ message }) => new SupportError("DELIVERY_UNAVAILABLE", message)),
  telling("failures that are plain errors", ({ message }) => new Error(message)),
  telling("a cut connection that is final", (error) =>
    error.message.includes("reached") ? new SupportError("DELIVERY_REFUSED", error.message) : error,
  ),
  wrong("an answer that nobody reads", "delivering", ({ deliver }) => ({
    deliver: (message, options) =>
      deliver(message, options).catch((error: unknown) => {
        if (isSupportError(error) && error.message.includes("makes no sense"))
          return { externalId: options.idempotencyKey, refused: [], detail: null };
        throw error;
      }),
  })),
  wrong("a receipt with an id of our own", "delivering", ({ deliver }) => ({
    deliver: async (message, options) => ({
      ...(await deliver(message, options)),
      externalId: message.messageId,
    }),
  })),
  wrong("a key that is new at each attempt", "delivering", ({ deliver }) => ({
    deliver: (message, options) => deliver(message, { ...options, idempotencyKey: crypto.randomUUID() }),
  })),
  wrong("a key that is the same for all", "delivering", ({ deliver }) => ({
    deliver: (message, options) => deliver(message, { ...options, idempotencyKey: "support" }),
  })),
  {
    title: "waiting for ever",
    concern: "delivering",
    connect: (options) => pagerChannel({ ...options, timeoutMs: 60_000 }),
  },
  wrong("ignoring a request to stop", "delivering", ({ deliver }) => ({
    deliver: (message, { idempotencyKey }) =>
      deliver(message, { idempotencyKey, signal: new AbortController().signal }),
  })),
  wrong("the customer's words in the error", "delivering", ({ deliver }) => ({
    deliver: (message, options) =>
      deliver(message, options).catch((error: unknown) => {
        if (!isSupportError(error)) throw error;
        throw new SupportError(error.code, `${error.message} It was: ${message.text}`);
      }),
  })),
  wrong("a failure reported as success", "delivering", ({ deliver }) => ({
    deliver: (message, options) =>
      deliver(message, options).catch(() => ({
        externalId: options.idempotencyKey,
        refused: [],
        detail: null,
      })),
  })),

  wrong("saying that it listens", "capabilities", ({ capabilities }) => ({
    capabilities: { ...capabilities, listens: true },
  })),
  wrong("saying that it takes attachments", "capabilities", ({ capabilities }) => ({
    capabilities: { ...capabilities, attachments: true },
  })),
  wrong("saying that it delivers nothing", "capabilities", ({ capabilities }) => ({
    capabilities: { ...capabilities, deliver: false },
  })),
  wrong("functions that need `this`", "capabilities", ({ parse }) => ({
    async parse(raw, context) {
      if (typeof this !== "object" || this === null || !("verify" in this))
        throw new TypeError("this is undefined");
      return parse(raw, context);
    },
  })),
];
