import * as z from "zod";
import { type Generic, named, shape } from "../kernel/index.ts";
import type { Clock } from "../ports/index.ts";
import type { Person } from "./schema.ts";

/** Asks the host application for something about a customer: orders, contracts, the plan. */
export type HostContextSource<Value = unknown> = (
  customer: Person,
  options: { readonly signal: AbortSignal },
) => Promise<Value> | Value;

export type HostContextSources = Readonly<Record<string, HostContextSource>>;

/** The outcome of one source. One that fails or times out does not hide the others. */
export type HostContextAnswer<Value> =
  | { readonly status: "ready"; readonly value: Value; readonly askedAt: number }
  | { readonly status: "failed"; readonly message: string }
  | { readonly status: "timed-out"; readonly afterMs: number };

export type HostContextOf<Sources> = {
  readonly [Name in keyof Sources]: HostContextAnswer<AnswerOf<Sources[Name]>>;
};

type AnswerOf<Source> = Source extends (...given: never[]) => infer Answer ? Awaited<Answer> : never;

/** @internal */
export interface ContextOf extends Generic {
  readonly type: HostContextOf<this["host"]["contextSources"]>;
}

const answer = z.discriminatedUnion("status", [
  z.object({ status: z.literal("ready"), value: z.unknown(), askedAt: z.int() }),
  z.object({ status: z.literal("failed"), message: z.string() }),
  z.object({ status: z.literal("timed-out"), afterMs: z.number() }),
]);

export const hostContextView = named<ContextOf, never>()(shape("HostContext", z.record(z.string(), answer)));

export interface HostContextOptions {
  /** Timeout of a source, in milliseconds. Default 2,000. */
  readonly timeLimitMs?: number;
  /** How long a result is cached, in milliseconds; 0 disables caching. Default 30,000. */
  readonly cacheMs?: number;
}

/** Default timeout of the host's functions, in milliseconds. */
export const defaultTimeLimitMs = 2_000;
/** Maximum cached results; the least recently used is dropped first. */
const cacheSize = 1_000;

/** Asks all sources in parallel. Only successful results are cached. */
export function createHostContext(
  sources: HostContextSources,
  clock: Clock,
  { timeLimitMs, cacheMs }: Required<HostContextOptions>,
) {
  const cache = new Map<string, Extract<HostContextAnswer<unknown>, { status: "ready" }>>();

  const recall = (key: string) => {
    const answer = cache.get(key);
    cache.delete(key);
    if (answer === undefined || clock.now() - answer.askedAt >= cacheMs) return undefined;
    cache.set(key, answer);
    return answer;
  };

  const remember = (key: string, answer: Extract<HostContextAnswer<unknown>, { status: "ready" }>) => {
    if (cacheMs === 0) return;
    cache.set(key, answer);
    const oldest = cache.size > cacheSize ? cache.keys().next() : undefined;
    if (oldest?.value !== undefined) cache.delete(oldest.value);
  };

  const ask = async (
    name: string,
    source: HostContextSource,
    customer: Person,
    isCommitted: boolean,
  ): Promise<HostContextAnswer<unknown>> => {
    // Results about a previous or uncommitted state of the customer are not cached.
    const key = JSON.stringify([customer.tenantId, customer.id, customer.version, name]);
    const known = isCommitted ? recall(key) : undefined;
    if (known !== undefined) return known;
    const limit = new AbortController();
    const finished = new AbortController();
    const answering = (async (): Promise<HostContextAnswer<unknown>> => {
      try {
        const value = await source(customer, { signal: limit.signal });
        return { status: "ready", value, askedAt: clock.now() };
      } catch (error) {
        return { status: "failed", message: error instanceof Error ? error.message : String(error) };
      }
    })();
    const tooLate = clock
      .wait(timeLimitMs, finished.signal)
      .then((): HostContextAnswer<unknown> => ({ status: "timed-out", afterMs: timeLimitMs }));
    const answer = await Promise.race([answering, tooLate]);
    finished.abort("finished");
    if (answer.status === "timed-out") limit.abort();
    if (answer.status === "ready" && isCommitted) remember(key, answer);
    return answer;
  };

  /** `isCommitted`: whether the customer was read outside any transaction of the host. */
  return async (
    customer: Person,
    isCommitted: boolean,
  ): Promise<Readonly<Record<string, HostContextAnswer<unknown>>>> =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(sources).map(
          async ([name, source]) => [name, await ask(name, source, customer, isCommitted)] as const,
        ),
      ),
    );
}
