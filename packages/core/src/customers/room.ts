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
import { attachIdentity, createCompany, createCustomer, recordActivity, updateCustomer } from "./commands.ts";
import {
  createHostContext,
  type HostContextOf,
  type HostContextOptions,
  type HostContextSources,
} from "./hostContext.ts";
import { findIdentity, requireCustomer, survivor } from "./identify.ts";
import {
  type ActivityInput,
  type AttachIdentityInput,
  type CompanyInput,
  type CreateCustomerInput,
  identityInput,
  type MergeCustomersInput,
  type UpdateCustomerInput,
} from "./inputs.ts";
import { mergeCustomers, mergedGroup, undoMerge } from "./merge.ts";
import {
  activities,
  type Customer,
  companies,
  customerMerges,
  customers,
  type Identity,
  identities,
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

const identityPlace = identityInput.pick({ kind: true, value: true });

/** A customer with everything that belongs to it. */
export interface CustomerView extends Customer {
  readonly identities: readonly Identity[];
}

export function customersRoom(
  kernel: Kernel,
  options: CustomersOptions,
  timeline: readonly TimelineSource[],
) {
  const { context: sources = {}, ...limits } = options;
  const askHost = createHostContext(sources, kernel.clock, limits);

  const view = (context: Context, customerId: string): Promise<CustomerView> =>
    transact(context, async (tx) => {
      const root = await survivor(tx, await requireCustomer(tx, customerId));
      const group = await mergedGroup(tx, root);
      const known = await tx.find(identities, {
        where: { field: "customerId", in: group.map(({ id }) => id) },
        limit: 1_000,
      });
      return { ...asOne(root, group), identities: known };
    });

  const room: Room = { tables: [customers, identities, companies, activities, customerMerges] };

  const bind = (context: Context) => ({
    create: (input: CreateCustomerInput) => createCustomer(context, input),
    update: (input: UpdateCustomerInput) => updateCustomer(context, input),
    attachIdentity: (input: AttachIdentityInput) => attachIdentity(context, input),
    merge: (input: MergeCustomersInput) => mergeCustomers(context, input),
    undoMerge: (mergeId: string) => undoMerge(context, mergeId),
    recordActivity: (input: ActivityInput) => recordActivity(context, input),
    createCompany: (input: CompanyInput) => createCompany(context, input),

    /** The customer, or the one it was merged into, with all its identities. @throws SupportError NOT_FOUND */
    get: async (customerId: string): Promise<CustomerView> => {
      await authorize(context, "customers.read");
      return view(context, parseId(customerId, "customers.get"));
    },

    /** The customer behind an identity, or null. */
    findByIdentity: async (identity: {
      readonly kind: string;
      readonly value: string;
    }): Promise<CustomerView | null> => {
      await authorize(context, "customers.read");
      const { kind, value } = parseInput(identityPlace, identity, "customers.findByIdentity");
      const found = await transact(context, (tx) => findIdentity(tx, kind, value));
      return found === null ? null : view(context, found.customerId);
    },

    /** Everything that happened with the customer on every channel, newest first. */
    timeline: async (query: z.input<typeof timelineQuery>): Promise<readonly TimelineEntry[]> => {
      await authorize(context, "customers.read");
      const { customerId, before, limit } = parseInput(timelineQuery, query, "customers.timeline");
      const customerIds = await transact(context, async (tx) => {
        const root = await survivor(tx, await requireCustomer(tx, customerId));
        return (await mergedGroup(tx, root)).map(({ id }) => id);
      });
      return mergeTimeline(context, [activityTimeline, ...timeline], { customerIds, before, limit });
    },

    /** What the host's functions say of the customer: each an answer, a failure, or a time-out of its own. */
    context: async (customerId: string): Promise<HostContextOf<HostContextSources>> => {
      await authorize(context, "customers.read");
      return askHost(await view(context, parseId(customerId, "customers.context")));
    },
  });

  return { ...room, bind };
}

/** A customer with what only those merged into it know of the person. Nothing of it is written, so merges can be undone. */
function asOne(root: Customer, group: readonly Customer[]): Customer {
  const first = <Field extends "name" | "hostId" | "companyId" | "locale" | "timeZone">(field: Field) =>
    root[field] ?? group.find((member) => member[field] !== null)?.[field] ?? null;
  return {
    ...root,
    name: first("name"),
    hostId: first("hostId"),
    companyId: first("companyId"),
    locale: first("locale"),
    timeZone: first("timeZone"),
    fields: Object.assign({}, ...[...group].reverse().map(({ fields }) => fields)),
  };
}

export type CustomersFacade<Sources extends HostContextSources> = Omit<
  ReturnType<ReturnType<typeof customersRoom>["bind"]>,
  "context"
> & {
  /** What the host's functions say of the customer: each an answer, a failure, or a time-out of its own. */
  context(customerId: string): Promise<HostContextOf<Sources>>;
};
