import { stateKey } from "../kernel/index.ts";
import type { Channel } from "../ports/index.ts";
import type { BrandMemory } from "./memory.ts";

/** What the room was configured with. */
export interface BrandsState {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly memory: BrandMemory;
}

export const brandsState = stateKey<BrandsState>("brands");
