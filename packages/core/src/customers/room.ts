import * as z from "zod";
import {
  authorize,
  type Context,
  idInput,
  instantInput,
  type Kernel,
  parseId,
  parseInput,
  type Room,
  transact,
} from "../kernel/index.ts";
import { identitiesOf } from "./claims.ts";
import { createCompany, createCustomer, recordActivity, updateCustomer } from "./commands.ts";
import {
  createHostContext,
  type HostContextOf,
  type HostContextOptions,
  type HostContextSources,
} from "./hostContext.ts";
import { findIdentity } from "./identify.ts";
import { attachIdentity, detachIdentity, verifyIdentity } from "./identityCommands.ts";
import {
  type ActivityInput,
  type AttachIdentityInput,
  type CompanyInput,
  type CreateCustomerInput,
  hostIdInput,
  type IdentityPlace,
  identityPlace,
  type MergeCustomersInput,
  type OwnIdentityInput,
  type UpdateCustomerInput,
} from "./inputs.ts";
import { type GiveBack, mergeCustomers, undoMerge } from "./merge.ts";
import { asOne, personIds, personOf, requireCustomer } from "./person.ts";
import {
  activities,
  type Customer,
  companies,
  customerMerges,
  customers,
  type Identity,
  identities,
  identityClaims,
} from "./schema.ts";
import { activityTimeline, mergeTimeline, type TimelineEntry, type TimelineSource } from "./timeline.ts";

export interface CustomersOptions<Sources extends HostContextSources = HostContextSources>
  extends HostContextOptions {
  /** Functions that ask the host about a customer, by name. Default: none. */
  readonly context?: Sources;
}

const timelineQuery = z.strictObject({
  customerId: idInput,
  /**
   * Only what is older: than a moment in epoch milliseconds, or than an entry, such as the last one of the page before.
   * Default: everything.
   */
  before: z
    .union([
      instantInput.transform((at) => ({ at, id: "" })),
      z.object({ at: instantInput, id: z.union([idInput, z.literal("")]) }),
    ])
    .default({ at: Number.MAX_SAFE_INTEGER, id: "" }),
  limit: z.int().min(1).max(200).default(50),
});

/** A customer with everything that belongs to it. */
export interface CustomerView extends Customer {
  readonly identities: readonly Identity[];
}

export function customersRoom(
  kernel: Kernel,
  options: CustomersOptions,
  timeline: readonly TimelineSource[],
  giveBack: readonly GiveBack[],
) {
  const { context: sources = {}, ...limits } = options;
  const askHost = createHostContext(sources, kernel.clock, limits);

  const view = (context: Context, customerId: string): Promise<CustomerView> =>
    transact(context, async (tx) => {
      const group = await personOf(tx, await requireCustomer(tx, customerId));
      const known = await identitiesOf(
        tx,
        group.map(({ id }) => id),
      );
      return { ...asOne(group[0], group), identities: known };
    });

  const room: Room = {
    tables: [customers, identities, identityClaims, companies, activities, customerMerges],
  };

  const bind = (context: Context) => ({
    create: (input: CreateCustomerInput) => createCustomer(context, input),
    update: (input: UpdateCustomerInput) => updateCustomer(context, input),
    attachIdentity: (input: AttachIdentityInput) => attachIdentity(context, input),
    /**
     * Notes that a customer was proved to hold an identity that it has: by a link sent there, a code, a signed-in
     * session. Only a verified identity leads messages to a customer with a `hostId`.
     * @throws SupportError NOT_FOUND; MERGE_REFUSED when it is verified for somebody else
     */
    verifyIdentity: (input: OwnIdentityInput) => verifyIdentity(context, input),
    /** Takes an identity from a customer, who keeps the history. @throws SupportError NOT_FOUND */
    detachIdentity: (input: OwnIdentityInput) => detachIdentity(context, input),
    merge: (input: MergeCustomersInput) => mergeCustomers(context, input),
    undoMerge: (mergeId: string) => undoMerge(context, mergeId, giveBack),
    recordActivity: (input: ActivityInput) => recordActivity(context, input),
    createCompany: (input: CompanyInput) => createCompany(context, input),

    /** The customer, or the one it was merged into, with all its identities. @throws SupportError NOT_FOUND */
    get: async (customerId: string): Promise<CustomerView> => {
      await authorize(context, "customers.read");
      return view(context, parseId(customerId, "customers.get"));
    },

    /** The customer to whom messages from an identity belong, or null. What accounts merely claim isn't looked at. */
    findByIdentity: async (identity: IdentityPlace): Promise<CustomerView | null> => {
      await authorize(context, "customers.read");
      const { kind, value } = parseInput(identityPlace, identity, "customers.findByIdentity");
      const found = await transact(context, (tx) => findIdentity(tx, kind, value));
      return found === null ? null : view(context, found.customerId);
    },
    /** The customer with an id of the host application, or null. */
    findByHostId: async (hostId: string): Promise<CustomerView | null> => {
      await authorize(context, "customers.read");
      const is = parseInput(hostIdInput, hostId, "customers.findByHostId");
      const found = await transact(context, (tx) => tx.findOne(customers, { field: "hostId", is }));
      return found === null ? null : view(context, found.id);
    },
    /** Everything that happened with the customer on every channel, newest first. */
    timeline: async (query: z.input<typeof timelineQuery>): Promise<readonly TimelineEntry[]> => {
      await authorize(context, "customers.read");
      const { customerId, before, limit } = parseInput(timelineQuery, query, "customers.timeline");
      const customerIds = await transact(context, async (tx) => {
        await requireCustomer(tx, customerId);
        return personIds(tx, customerId);
      });
      return mergeTimeline(context, [activityTimeline, ...timeline], { customerIds, before, limit });
    },

    /** What the host's functions say of the customer: each an answer, a failure, or a time-out of its own. */
    context: async (customerId: string): Promise<HostContextOf<HostContextSources>> => {
      await authorize(context, "customers.read");
      const { identities: known, ...customer } = await view(
        context,
        parseId(customerId, "customers.context"),
      );
      // What an account merely claims must not look up somebody else's orders.
      const trusted = known.filter(({ verified }) => verified || customer.hostId === null);
      return askHost({ ...customer, identities: trusted }, context.storage === kernel.storage);
    },
  });

  return { ...room, bind };
}

export type CustomersFacade<Sources extends HostContextSources> = Omit<
  ReturnType<ReturnType<typeof customersRoom>["bind"]>,
  "context"
> & {
  /** What the host's functions say of the customer: each an answer, a failure, or a time-out of its own. */
  context(customerId: string): Promise<HostContextOf<Sources>>;
};
