import * as z from "zod";
import { type OptionShape, readOptions } from "../configuration/index.ts";
import type { Context, Kernel, Room } from "../kernel/index.ts";
import { transact } from "../kernel/index.ts";
import type { Channel, ChannelHost } from "../ports/index.ts";
import { originOf } from "./origin.ts";
import { type IntakeDeps, receive } from "./receive.ts";
import { channelCursors, inbound } from "./schema.ts";
import { intakeState } from "./state.ts";

export interface IntakeOptions {
  /** Maximum size of a delivery in bytes; larger ones are refused with MESSAGE_TOO_LARGE. Default 50 MiB. */
  readonly maxRawBytes?: number;
}

const ofIntake = {
  maxRawBytes: z
    .int({ error: "expected a positive number of bytes" })
    .min(1, { error: "expected a positive number of bytes" })
    .default(50 * 1024 * 1024),
} satisfies OptionShape<IntakeOptions>;

/** Takes in what comes over channels. What is wrong with the options goes to `problems`. */
export function intakeRoom(
  kernel: Kernel,
  others: Pick<IntakeDeps, "bound" | "channels" | "settings">,
  options: unknown,
  problems: string[],
) {
  const deps: IntakeDeps = { ...others, ...readOptions(ofIntake, "intake", options, problems), originOf };
  const room: Room = {
    tables: [inbound, channelCursors],
    state: { id: intakeState.id, value: deps },
  };

  /** What a listening connector works with. `contextOf` checks the tenant. */
  const hostFor = (
    channel: Channel,
    soleTenantId: string | null,
    contextOf: (tenantId: string) => Promise<Context>,
  ): ChannelHost => ({
    soleTenantId,
    receive: async (tenantId, raw) =>
      receive(await contextOf(tenantId), deps, channel.id, raw, { isFromConnector: true }),
    cursors: {
      load: async (tenantId, name) => {
        const { storage } = await contextOf(tenantId);
        const [row] = await storage.get(channelCursors, [{ tenantId, id: `${channel.id}:${name}` }]);
        return row?.value ?? null;
      },
      save: async (tenantId, name, value) => {
        const id = `${channel.id}:${name}`;
        await transact(await contextOf(tenantId), async (tx) => {
          const row = await tx.get(channelCursors, id);
          if (row === null) tx.insert(channelCursors, { id, value });
          else tx.update(channelCursors, row, { value });
        });
      },
    },
    now: () => kernel.clock.now(),
    report: kernel.report,
  });

  return { ...room, hostFor };
}
