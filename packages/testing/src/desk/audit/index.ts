import { describe } from "vitest";
import type { DeskSuiteOptions } from "../options.ts";
import { erasureTests } from "./erasures.ts";
import { lateEventTests } from "./lateEvents.ts";
import { sealingTests } from "./sealing.ts";
import { signedErasureTests } from "./signedErasures.ts";
import { tamperingTests } from "./tampering.ts";

export function auditTests(options: DeskSuiteOptions): void {
  describe("audit", () => {
    sealingTests(options);
    lateEventTests(options);
    tamperingTests(options);
    erasureTests(options);
    signedErasureTests(options);
  });
}
