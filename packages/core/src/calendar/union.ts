import { joined, type OpenTimeSource } from "./open-time.ts";

/** Open time when any of the sources has it. */
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
