import { joined, type OpenTimeSource } from "./open-time.ts";

/** Open time in which at least one of the sources is open. */
export function unionOpenTime(sources: readonly OpenTimeSource[]): OpenTimeSource {
  return {
    openTime(from, to) {
      return joined(
        sources.flatMap((source) => source.openTime(from, to)),
        from,
        to,
      );
    },
  };
}
