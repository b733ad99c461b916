import type { Kernel, Room } from "../kernel/index.ts";
import type { Channel } from "../ports/index.ts";
import { createBrandMemory } from "./memory.ts";
import { references } from "./references.ts";
import { brandRoutes, brands } from "./schema.ts";
import { type BrandsState, brandsState } from "./state.ts";

/** Names that the desk goes by. `channels`: those of the desk, by id. */
export function brandsRoom(kernel: Kernel, channels: ReadonlyMap<string, Channel>): Room {
  const value: BrandsState = { channels, memory: createBrandMemory(kernel) };
  return { tables: [brands, brandRoutes], references, state: { id: brandsState.id, value } };
}
