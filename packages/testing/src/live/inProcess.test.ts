import { inProcessLive } from "@heedkit/core";
import { liveSuite } from "./liveSuite.ts";

liveSuite({
  name: "one process",
  create() {
    let live: ReturnType<typeof inProcessLive> | undefined;
    return {
      open(report) {
        live ??= inProcessLive(report);
        return live;
      },
    };
  },
});
