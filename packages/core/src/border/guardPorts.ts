import { asSupportError } from "../errors/index.ts";
import { answered, type PortBound } from "../kernel/index.ts";
import { type Blobs, type Clock, type Ids, type Live, type Random, systemClock } from "../ports/index.ts";

/** A clock that always returns a time or fails clearly, and whose waits always end. */
export function guardClock(clock: Clock): Clock {
  return {
    now() {
      const now = synchronously("The clock", () => clock.now());
      if (Number.isFinite(now)) return now;
      throw asSupportError(`now() returned ${String(now)}.`, "EXTENSION_FAILED", "The clock");
    },
    async wait(ms, signal) {
      try {
        await clock.wait(ms, signal);
      } catch {
        // A loop that waits must neither hang nor spin.
        await systemClock.wait(ms, signal);
      }
    },
  };
}

export function guardIds(ids: Ids): Ids {
  return { create: (prefix) => synchronously("The id source", () => ids.create(prefix)) };
}

export function guardRandom(random: Random): Random {
  const what = "The random source";
  return {
    fraction: () => synchronously(what, () => random.fraction()),
    bytes: (count) => synchronously(what, () => random.bytes(count)),
  };
}

export function guardBlobs(blobs: Blobs, bound: PortBound): Blobs {
  const what = "The blob store";
  const call = <Result>(work: () => Promise<Result>) => answered(bound, "BLOBS_UNAVAILABLE", what, work);
  return {
    put: (key, bytes) => call(() => blobs.put(key, bytes)),
    open: (key) => call(() => blobs.open(key)),
    delete: (key) => call(() => blobs.delete(key)),
  };
}

export function guardLive(live: Live, bound: PortBound): Live {
  const what = "The live updates adapter";
  return {
    publish: (topic, message) =>
      answered(bound, "LIVE_UNAVAILABLE", what, () => live.publish(topic, message)),
    subscribe(topics, listener) {
      try {
        return live.subscribe(topics, listener);
      } catch (error) {
        throw asSupportError(error, "LIVE_UNAVAILABLE", what);
      }
    },
    close: () => answered(bound, "LIVE_UNAVAILABLE", what, async () => live.close?.()),
  };
}

function synchronously<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw asSupportError(error, "EXTENSION_FAILED", what);
  }
}
