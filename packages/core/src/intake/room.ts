import { authorize, type Context, parseId, type Room, transact } from "../kernel/index.ts";
import type { Channel, ChannelHost, RawInbound } from "../ports/index.ts";
import { type KeptQuery, listKept } from "./listKept.ts";
import { type IntakeDeps, receive } from "./receive.ts";
import { openAttachment, openRaw, replay } from "./replay.ts";
import { channelCursors, inbound } from "./schema.ts";

export interface IntakeOptions {
  /** Larger deliveries are refused with MESSAGE_TOO_LARGE, in bytes. Default 50 MiB. */
  readonly maxRawBytes?: number;
}

export function intakeRoom(deps: IntakeDeps) {
  const room: Room = { tables: [inbound, channelCursors] };

  const bind = (context: Context) => ({
    receive: async (channelId: string, raw: RawInbound) => {
      await authorize(context, "intake.manage");
      return receive(context, deps, parseId(channelId, "receive"), raw);
    },
    /** What was kept without being taken in, newest first and without its bytes; `problem` says why. */
    listKept: (query?: KeptQuery) => listKept(context, query),
    /** Takes in what was kept. @throws SupportError UNPARSEABLE, INVALID_TRANSITION, NOT_FOUND */
    replay: (inboundId: string) => replay(context, deps, inboundId),
    /** The raw bytes as they came. @throws SupportError NOT_FOUND */
    openRaw: (inboundId: string) => openRaw(context, inboundId),
    /**
     * The bytes of one attachment of a message, by its position. Customers open those of conversations that they take
     * part in. @throws SupportError NOT_FOUND, and FORBIDDEN to others without the permission
     */
    openAttachment: (messageId: string, index: number) => openAttachment(context, deps, messageId, index),
  });

  /** What a connector that listens works with. `contextOf` checks the tenant. */
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
    now: () => deps.now(),
    report: deps.report,
  });

  return { ...room, bind, hostFor };
}

export type IntakeFacade = ReturnType<ReturnType<typeof intakeRoom>["bind"]>;
