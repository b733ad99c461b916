import * as z from "zod";
import { asSupportError, type SupportError } from "../errors/index.ts";
import { answered } from "./bounded.ts";
import { inCode } from "./code.ts";
import { viewerOf } from "./operations/admit.ts";
import { Run } from "./run.ts";
import type { SourceKind, Sources, SourceTraits } from "./sources.ts";
import type { Read } from "./transaction.ts";

/** A source that gave no answer. */
export interface FailedSource {
  readonly source: string;
  readonly code: string;
  readonly message: string;
}

/** The schema of sources that gave no answer, for results. */
export const failedSources = z
  .array(z.object({ source: z.string(), code: z.string(), message: z.string() }))
  .readonly()
  .describe("Sources that failed or took too long. What the others know is there.");

/** What the sources of a kind answered, in the order in which rooms and plugins are installed. */
export interface AskedSources<Answer> {
  readonly answers: readonly { readonly source: string; readonly answer: Answer }[];
  readonly failed: readonly FailedSource[];
}

interface AskOptions<Kind extends SourceKind> {
  /** Default: all are. */
  readonly isAsked?: (source: Sources[Kind]) => boolean;
  /** The longest that one may take, in milliseconds, whatever it says itself. */
  readonly mostMs?: number;
  /** What errors call them. Default `source`. */
  readonly what?: string;
  /** Asks for the plugin itself, not for whoever the transaction acts for, so that the answer is the same for everybody. */
  readonly inOwnName?: boolean;
}

/** How long a source may take, in milliseconds, unless it says so. */
const defaultTimeoutMs = 2_000;

/**
 * Asks all sources of a kind side by side, each for a bounded time and with the reads that its own code may use, for
 * whoever the transaction acts for. A source of a plugin that fails is named, and hides no other; what goes wrong in one
 * of core is thrown. Those that staff lack the permission for aren't asked.
 */
export async function askSources<Kind extends SourceKind, Answer>(
  read: Read,
  kind: Kind,
  ask: (source: Sources[Kind], read: Read, signal: AbortSignal) => Promise<Answer> | Answer,
  {
    isAsked = () => true,
    mostMs = Number.POSITIVE_INFINITY,
    what: noun = "source",
    inOwnName = false,
  }: AskOptions<Kind> = {},
): Promise<AskedSources<Answer>> {
  const answers: { source: string; answer: Answer }[] = [];
  const failed: FailedSource[] = [];
  const asked = Run.sourcesOf(read, kind, inOwnName).map(async ({ source, code, read: own }) => {
    const { name, permission, timeoutMs = defaultTimeoutMs }: SourceTraits = source;
    if (!isAsked(source) || !(await isPermitted(read, permission))) return null;
    const what = `The ${noun} "${name}"`;
    if (code === undefined) return { source: name, answer: await ask(source, own, noSignal) };
    try {
      const answer = await inCode(code, what, () =>
        answered(
          { clock: read.clock, ms: Math.min(timeoutMs, mostMs) },
          "EXTENSION_FAILED",
          what,
          async (signal) => ask(source, own, signal),
        ),
      );
      return { source: name, answer };
    } catch (error) {
      read.report(error, `${noun} ${name}`);
      return { failure: failureOf(name, asSupportError(error, "EXTENSION_FAILED", what), read) };
    }
  });
  for (const one of await Promise.all(asked)) {
    if (one === null) continue;
    if ("failure" in one) failed.push(one.failure);
    else answers.push(one);
  }
  return { answers, failed };
}

/** Customers learn that something is missing; what went wrong is for staff, as it may name hosts or quote queries. */
function failureOf(source: string, { code, message }: SupportError, { actor }: Read): FailedSource {
  return viewerOf(actor) === "staff"
    ? { source, code, message }
    : { source, code: "EXTENSION_FAILED", message: "This part is not available now." };
}

/** Storage bounds the reads of core. */
const noSignal = new AbortController().signal;

async function isPermitted(read: Read, permission: SourceTraits["permission"]): Promise<boolean> {
  return permission === undefined || viewerOf(read.actor) === "customer" || read.may(permission);
}
