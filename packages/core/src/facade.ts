import * as z from "zod";
import { guardFacade } from "./border/index.ts";
import type { TrackingCodes } from "./cases/index.ts";
import type { HostContextSources } from "./customers/index.ts";
import { SupportError } from "./errors/index.ts";
import { receiveOver } from "./intake/index.ts";
import {
  type Actor,
  bindCalls,
  bounds,
  type Calls,
  type Context,
  forbidden,
  type HostTypes,
  type OperationNamespace,
  parseActor,
  parseInput,
  type Who,
} from "./kernel/index.ts";
import * as operations from "./operations.ts";
import type { AnyPlugin, PluginCalls } from "./plugins/index.ts";
import type { RawInbound, ReceiveResult } from "./ports/index.ts";
import type { Rooms } from "./rooms.ts";

const anyText = z.string().max(bounds.text);

/** The type parameters that the host's options determine. */
export interface HostOf<Fields, Sources> extends HostTypes {
  readonly caseFields: Fields & object;
  readonly contextSources: Sources & object;
}

type RoomCalls<Fields, Sources, By extends Who = "staff"> = {
  readonly [Room in keyof typeof operations]: Calls<(typeof operations)[Room], HostOf<Fields, Sources>, By>;
};

/** A desk as seen by one actor of one tenant. */
export type Desk<
  Plugins extends readonly AnyPlugin[],
  Fields,
  Sources extends HostContextSources,
> = DeskRooms<Plugins, Fields, Sources> &
  RoomCalls<Fields, Sources> &
  PluginCalls<Plugins, HostOf<Fields, Sources>>;

interface DeskRooms<Plugins extends readonly AnyPlugin[], Fields, Sources extends HostContextSources> {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly cases: {
    /** The tracking codes in a text, in canonical form. */
    findCodes(text: string): readonly string[];
  };
  /** Receives what a provider sent over a channel. Resolves after the commit. */
  receive(channelId: string, raw: RawInbound): Promise<ReceiveResult>;
  /**
   * The same desk for an agent, a customer, a visitor or a bot, limited to their permissions. For customers and
   * visitors it has the operations that are open to them, and results contain what they may see. Final: the returned
   * desk has no way back to the host, another actor or another tenant, so it can be passed on safely.
   * @throws SupportError INVALID_INPUT unless it is a known kind of actor with an id
   */
  as(actor: Of<"customer">): BoundDesk<Plugins, Fields, Sources, "customer">;
  as(actor: Of<"anonymous">): BoundDesk<Plugins, Fields, Sources, "anonymous">;
  as(actor: Exclude<Actor, Of<"customer" | "anonymous">>): BoundDesk<Plugins, Fields, Sources>;
  as(actor: Actor): BoundDesk<Plugins, Fields, Sources, Who>;
  /** The same desk for another tenant. @throws SupportError UNKNOWN_TENANT, INVALID_INPUT */
  tenant(tenantId: string): Desk<Plugins, Fields, Sources>;
  /**
   * The same desk inside a transaction that the host started on its own connection: its writes become durable when the
   * host commits, and are undone when the host rolls back. Listeners are not called; jobs are found by the next poll.
   */
  within(hostTransaction: unknown): Desk<Plugins, Fields, Sources>;
}

/** Actors of a kind. */
type Of<Kind extends Actor["kind"]> = Extract<Actor, { readonly kind: Kind }>;

/**
 * A desk that is permanently bound to an actor: `support.as(actor)`. `By` determines the view; if the kind of the actor
 * is not known at compile time, it is one of the three.
 */
export type BoundDesk<
  Plugins extends readonly AnyPlugin[],
  Fields,
  Sources extends HostContextSources,
  By extends Who = "staff",
> = By extends Who
  ? Omit<DeskRooms<Plugins, Fields, Sources>, "as" | "tenant" | "within"> &
      RoomCalls<Fields, Sources, By> &
      PluginCalls<Plugins, HostOf<Fields, Sources>, By> & {
        /** The same desk, for the same actor, inside a transaction that the host started. */
        within(hostTransaction: unknown): BoundDesk<Plugins, Fields, Sources, By>;
      }
  : never;

interface Binding {
  readonly rooms: Rooms;
  readonly plugins: readonly AnyPlugin[];
  readonly codes: TrackingCodes;
  /** @throws SupportError UNKNOWN_TENANT if that is known synchronously. */
  readonly checkTenant: (tenantId: string) => void;
}

/** Names of a desk's properties other than rooms, which no plugin can have as its id. */
const ownNames = [
  ...["as", "tenant", "within", "tenantId", "actor", "receive", "operations"],
  ...["start", "stop", "tick", "on", "live"],
] as const;

/** Ids that a plugin can't have, as the desk has a property with that name. */
export const takenIds: ReadonlySet<string> = new Set([...Object.keys(operations), ...ownNames]);

/** An id that a plugin can't have. */
export type TakenId = keyof Desk<readonly [], unknown, HostContextSources> | (typeof ownNames)[number];

/** Reports at compile time which plugin has a reserved id. */
export type Refused<Plugins extends readonly AnyPlugin[]> = {
  readonly [At in keyof Plugins]: Plugins[At]["id"] extends TakenId
    ? `"${Plugins[At]["id"]}" is reserved`
    : unknown;
};

/** Binds every room and plugin to a context. */
export function bindDesk<Plugins extends readonly AnyPlugin[], Fields, Sources extends HostContextSources>(
  binding: Binding,
  context: Context,
): Desk<Plugins, Fields, Sources> {
  const rebind = (changes: Partial<Context>) =>
    bindDesk<Plugins, Fields, Sources>(binding, { ...context, ...changes });
  const own = guardFacade({
    tenantId: context.tenantId,
    actor: context.actor,
    cases: {
      findCodes: (text: string) => binding.codes.find(parseInput(anyText, text, "cases.findCodes")),
    },
    receive: (channelId: string, raw: RawInbound) => receiveOver(context, channelId, raw),
    as: (actor: Actor) => {
      refuseBound(context, "as");
      return rebind({ actor: parseActor(actor) });
    },
    tenant: (tenantId: string) => {
      refuseBound(context, "tenant");
      binding.checkTenant(tenantId);
      return rebind({ tenantId });
    },
    within: (hostTransaction: unknown) => {
      if (hostTransaction === undefined || hostTransaction === null) throw noTransaction();
      return rebind({ storage: context.kernel.storage.within(hostTransaction) });
    },
  });
  const desk: Record<string, unknown> = { ...own };
  for (const [id, namespace] of namespacesOf(binding.plugins)) {
    const legacy = desk[id];
    lazily(desk, id, () => ({
      ...(typeof legacy === "object" ? legacy : {}),
      ...bindCalls(namespace, context),
    }));
  }
  // Every property has the type that its operations determine.
  return desk as Desk<Plugins, Fields, Sources>;
}

function namespacesOf(plugins: readonly AnyPlugin[]): readonly (readonly [string, OperationNamespace])[] {
  return [
    ...Object.entries(operations),
    ...plugins.map(({ id, operations: own = {} }) => [id, own] as const),
  ];
}

/** Defines a lazy property, as `as` is called for every request. */
function lazily(holder: object, name: string, make: () => object): void {
  Object.defineProperty(holder, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(holder, name, { value, enumerable: true });
      return value;
    },
  });
}

/** Untyped callers find these on a bound desk as well. @throws SupportError FORBIDDEN */
function refuseBound(context: Context, what: string): void {
  if (context.actor.kind === "host") return;
  throw forbidden(context, `${what} from a desk that is bound to an actor`);
}

function noTransaction(): SupportError {
  return new SupportError(
    "INVALID_INPUT",
    "within() got no transaction. Pass the connection on which you started the transaction.",
  );
}
