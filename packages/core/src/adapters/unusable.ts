import { SupportError } from "../errors/index.ts";
import type { Blobs, JobEngine, Live } from "../ports/index.ts";

/** Replaces an engine whose options are invalid: it reports what is wrong with them and does nothing else. */
export function unusableEngine(name: string, problems: readonly string[]): JobEngine {
  const refuse = async () => {
    throw refusalOf(`The engine "${name}"`, problems);
  };
  return { specVersion: 1, name, problems, start: refuse, publish: refuse, stop: async () => undefined };
}

/** Replaces a live updates adapter whose options are invalid, in the same way. */
export function unusableLive(name: string, problems: readonly string[]): Live {
  const refusal = () => refusalOf(`The live updates over ${name}`, problems);
  return {
    problems,
    async publish() {
      throw refusal();
    },
    subscribe() {
      throw refusal();
    },
    close: async () => undefined,
  };
}

/** Replaces a blob store whose options are invalid, in the same way. */
export function unusableBlobs(name: string, problems: readonly string[]): Blobs {
  const refuse = async () => {
    throw refusalOf(`The blob store "${name}"`, problems);
  };
  return { problems, put: refuse, open: refuse, delete: refuse };
}

function refusalOf(what: string, problems: readonly string[]): SupportError {
  return new SupportError(
    "INVALID_CONFIGURATION",
    `${what} can't be created from these options: ${problems.join(" ")}`,
    { details: { problems } },
  );
}
