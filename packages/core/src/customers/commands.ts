import { ConflictError, SupportError } from "../errors/index.ts";
import {
  authorize,
  type Context,
  parseInput,
  refuseTaken,
  type Transaction,
  transact,
} from "../kernel/index.ts";
import { demoteUnverified } from "./claims.ts";
import {
  type ActivityInput,
  activityInput,
  type CompanyInput,
  type CreateCustomerInput,
  companyInput,
  createCustomerInput,
  type UpdateCustomerInput,
  updateCustomerInput,
} from "./inputs.ts";
import { personIds, personOf, requireCustomer } from "./person.ts";
import { carriedOn, give } from "./prove.ts";
import { type Activity, activities, type Company, type Customer, companies, customers } from "./schema.ts";

/**
 * Creates a customer. Where a verified identity is known from messages of somebody whom the host didn't know yet, that
 * customer is carried on: it gets the `hostId` and the profile, and keeps its history.
 *
 * @throws SupportError ALREADY_EXISTS for a `hostId` that is taken
 * @throws SupportError MERGE_REFUSED when an identity belongs to somebody else
 */
export async function createCustomer(context: Context, input: CreateCustomerInput): Promise<Customer> {
  await authorize(context, "customers.write");
  const { identities: given, ...profile } = parseInput(createCustomerInput, input, "customers.create");
  if (given.some(({ verified }) => verified)) await authorize(context, "customers.verify");
  return transact(context, async (tx) => {
    await refuseTaken(tx, customers, "hostId", profile.hostId);
    await requireCompany(tx, profile.companyId);
    const known = await carriedOn(tx, given, profile.hostId);
    const customer = known === null ? insertCustomer(tx, profile) : changeCustomer(tx, known, profile);
    for (const identity of given) await give(tx, customer, identity);
    if (known !== null && customer.hostId !== null)
      await demoteUnverified(tx, await personIds(tx, customer.id));
    return requireCustomer(tx, customer.id);
  });
}

/**
 * Changes a profile. Without proof, what a customer wrote from, or anybody merged with them, stops being theirs once they
 * get a `hostId`.
 */
export async function updateCustomer(context: Context, input: UpdateCustomerInput): Promise<Customer> {
  await authorize(context, "customers.write");
  const { customerId, expectedVersion, ...changes } = parseInput(
    updateCustomerInput,
    input,
    "customers.update",
  );
  return transact(context, async (tx) => {
    const customer = await requireCustomer(tx, customerId);
    requireVersion(customer, expectedVersion);
    await refuseTaken(tx, customers, "hostId", changes.hostId, customerId);
    await requireCompany(tx, changes.companyId);
    const person = await personOf(tx, customer);
    const changed = changeCustomer(tx, customer, changes);
    if (changed.hostId !== null && person.every(({ hostId }) => hostId === null)) {
      // The survivor is written too: a merge at the same time would bring identities in unseen.
      if (person[0].id !== customerId) tx.update(customers, person[0], {});
      await demoteUnverified(
        tx,
        person.map(({ id }) => id),
      );
    }
    return changed;
  });
}

type Profile = Omit<UpdateCustomerInput, "customerId" | "expectedVersion">;

function insertCustomer(tx: Transaction, { fields = {}, ...profile }: Profile): Customer {
  const customer = tx.insert(customers, { ...withoutUndefined(profile), ...namedBy(profile), fields });
  tx.emit("customer.created", { customerId: customer.id }, { customerId: customer.id });
  return customer;
}

function changeCustomer(tx: Transaction, customer: Customer, changes: Profile): Customer {
  const patch = withoutUndefined(changes);
  const fields = { ...customer.fields, ...patch.fields };
  const { id: customerId } = customer;
  tx.emit("customer.updated", { customerId }, { customerId, fields: Object.keys(patch) });
  return tx.update(customers, customer, { ...patch, ...namedBy(changes), fields });
}

function namedBy({ name }: Profile): Partial<Pick<Customer, "nameFrom">> {
  return name === undefined ? {} : { nameFrom: name === null ? null : "desk" };
}

/** Records something that the customer did in the host application. */
export async function recordActivity(context: Context, input: ActivityInput): Promise<Activity> {
  await authorize(context, "customers.write");
  const { customerId, type, at, data } = parseInput(activityInput, input, "customers.recordActivity");
  return transact(context, async (tx) => {
    await requireCustomer(tx, customerId);
    const activity = tx.insert(activities, { customerId, type, at: at ?? tx.now, data });
    tx.emit("customer.activity", { customerId }, { customerId, activityId: activity.id, type });
    return activity;
  });
}

export async function createCompany(context: Context, input: CompanyInput): Promise<Company> {
  await authorize(context, "customers.write");
  const company = parseInput(companyInput, input, "customers.createCompany");
  return transact(context, async (tx) => {
    await refuseTaken(tx, companies, "hostId", company.hostId);
    await refuseTaken(tx, companies, "domain", company.domain);
    return tx.insert(companies, company);
  });
}

async function requireCompany(tx: Transaction, companyId: string | null | undefined): Promise<void> {
  if (companyId === null || companyId === undefined || (await tx.get(companies, companyId)) !== null) return;
  throw new SupportError("NOT_FOUND", `There is no company ${companyId}.`, { details: { companyId } });
}

/** @throws ConflictError when the row has changed since the caller read it. */
export function requireVersion(
  row: { readonly id: string; readonly version: number },
  expected: number | undefined,
): void {
  if (expected === undefined || expected === row.version) return;
  throw new ConflictError({
    changeIndex: 0,
    table: "customers",
    id: row.id,
    reason: "expectation",
    constraint: "version",
  });
}

type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

/** Leaves out what the caller did not mention, so that it is not changed. */
export function withoutUndefined<T extends object>(values: T): Partial<Defined<T>> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  // The entries left are those whose value is defined.
  return Object.fromEntries(entries) as Partial<Defined<T>>;
}
