import { describe } from "vitest";
import { engineFailureTests } from "./failing.ts";
import { handingOverTests } from "./handingOver.ts";
import { losingTests } from "./losing.ts";
import type { EngineSuiteOptions } from "./options.ts";
import { racingTests } from "./racing.ts";
import { stoppingTests } from "./stopping.ts";
import { takingTurnsTests } from "./takingTurns.ts";

/**
 * What a desk promises about its jobs, whichever engine distributes them: several desks play processes on one storage and
 * one queue, in real time. Call it in a vitest test file.
 *
 * ```ts
 * engineSuite({ name: "bullmq", create: () => testQueue() });
 * ```
 */
export function engineSuite(options: EngineSuiteOptions): void {
  describe(`jobs over ${options.name}`, () => {
    handingOverTests(options);
    engineFailureTests(options);
    losingTests(options);
    stoppingTests(options);
    takingTurnsTests(options);
    racingTests(options);
  });
}
