import { announceSkips } from "../checks/announceSkips.ts";
import { describe, isGathering } from "../checks/checks.ts";
import { keepingChecks } from "./keeping.ts";
import type { BlobsSuiteOptions } from "./options.ts";
import { racingChecks } from "./racing.ts";
import { separatingChecks } from "./separating.ts";

/**
 * What every blob store must do. Call it in a vitest test file. Skipped checks say why in their titles and are counted in
 * the output.
 *
 * ```ts
 * blobsSuite({ name: "disk", create: () => ({ open: () => diskBlobs({ directory }) }), has: { interruptPut: false } });
 * ```
 */
export function blobsSuite(options: BlobsSuiteOptions): void {
  const title = `blobs: ${options.name}`;
  const register = () => {
    keepingChecks(options);
    separatingChecks(options);
    racingChecks(options);
  };
  describe(title, register);
  if (!isGathering()) announceSkips(title, register);
}
