import type { LiveMessage } from "@heedkit/core";
import * as z from "zod";

/** PostgreSQL takes payloads of less than 8,000 bytes. */
const longest = 7_900;
/** Of messages that never came whole, such as when the connection was lost in the middle. */
const mostUnfinished = 100;

const partPattern = /^([\w-]{1,64}) (\d+)\/(\d+) (.*)$/s;

/** The border: anybody who may connect to the database may notify. */
const contentSchema = z.tuple([
  z.string(),
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
]);

/** A message as PostgreSQL payloads: one, or the parts of a long one. */
export function payloadsOf(id: string, topic: string, message: LiveMessage): readonly string[] {
  // Escaped, a character is a byte, and no pair of surrogates is torn.
  const text = JSON.stringify([topic, message]).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const size = longest - id.length - 20;
  const count = Math.ceil(text.length / size);
  return Array.from(
    { length: count },
    (_, at) => `${id} ${at + 1}/${count} ${text.slice(at * size, (at + 1) * size)}`,
  );
}

/** Joins payloads. Returns null until a message is complete. @throws if a payload is not one of ours. */
export function payloadReader() {
  const unfinished = new Map<string, string[]>();
  return {
    read(payload: string): readonly [topic: string, message: LiveMessage] | null {
      const [, id = "", at = "", count = "", text = ""] = partPattern.exec(payload) ?? [];
      if (id === "") throw new Error(`Not a live update of Heedkit: ${payload.slice(0, 80)}`);
      const parts = unfinished.get(id) ?? [];
      // They are notified in one transaction, which keeps their order: one that is missing never comes.
      if (parts.length + 1 !== Number(at)) return null;
      parts.push(text);
      if (parts.length < Number(count)) {
        unfinished.set(id, parts);
        const [oldest] = unfinished.keys();
        if (unfinished.size > mostUnfinished && oldest !== undefined) unfinished.delete(oldest);
        return null;
      }
      unfinished.delete(id);
      return contentSchema.parse(JSON.parse(parts.join("")));
    },
  };
}
