import type { Storage } from "@heedkit/core";
import type { Explanation } from "../checks/explaining.ts";

/** Calls that a failure lists: the last ones of its check. */
const mostCalls = 6;
/** Characters shown of a call's arguments and of its outcome. */
const longestValue = 300;

/** The calls of a check, for the message of its failure. */
export class CallTrace implements Explanation {
  #calls: { readonly call: string; outcome: string }[] = [];

  begin(): void {
    this.#calls = [];
  }

  told(): string | null {
    const calls = this.#calls.slice(-mostCalls);
    if (calls.length === 0) return null;
    const lines = calls.map(({ call, outcome }) => `  storage.${call} ${outcome}`);
    return ["The last calls were, oldest first:", ...lines].join("\n");
  }

  /** The storage with its calls noted. They are called without `this`, as the core may call them. */
  of(storage: Storage): Storage {
    const { schema, get, find, count, aggregate, search, commit, claim, next, within, close } = storage;
    const { plan, apply } = schema;
    return {
      ...storage,
      schema: {
        plan: (tables) => this.#noted("schema.plan", [tables], () => plan(tables)),
        apply: (tables) => this.#noted("schema.apply", [tables], () => apply(tables)),
      },
      get: (table, keys) => this.#noted("get", [table, keys], () => get(table, keys)),
      find: (table, query) => this.#noted("find", [table, query], () => find(table, query)),
      count: (table, where) => this.#noted("count", [table, where], () => count(table, where)),
      aggregate: (table, query) => this.#noted("aggregate", [table, query], () => aggregate(table, query)),
      search: (table, query) => this.#noted("search", [table, query], () => search(table, query)),
      commit: (changes) => this.#noted("commit", [changes], () => commit(changes)),
      claim: (table, query) => this.#noted("claim", [table, query], () => claim(table, query)),
      next: (sequence, amount) => this.#noted("next", [sequence, amount], () => next(sequence, amount)),
      within: (transaction) => this.of(within(transaction)),
      close: () => this.#noted("close", [], close),
    };
  }

  async #noted<Result>(
    name: string,
    given: readonly unknown[],
    call: () => Promise<Result>,
  ): Promise<Result> {
    const noted = { call: `${name}(${given.map(shown).join(", ")})`, outcome: "didn't end" };
    this.#calls.push(noted);
    if (this.#calls.length > mostCalls * 2) this.#calls = this.#calls.slice(-mostCalls);
    try {
      const result = await call();
      noted.outcome = result === undefined ? "resolved" : `gave ${shown(result)}`;
      return result;
    } catch (error) {
      noted.outcome = `failed with ${clipped(String(error))}`;
      throw error;
    }
  }
}

/** A value as JSON, with tables by their names, and not all of a large one. */
function shown(value: unknown): string {
  let left = longestValue;
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (left < 0) return undefined;
    if (typeof part === "string") left -= part.length;
    left -= 2;
    if (typeof part === "string") return clipped(part);
    if (part instanceof Uint8Array) return `${part.length} bytes`;
    return isTable(part) ? part.name : part;
  });
  return clipped(text ?? String(value));
}

function isTable(value: unknown): value is { readonly name: string } {
  return typeof value === "object" && value !== null && "columns" in value && "name" in value;
}

function clipped(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
