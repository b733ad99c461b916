import { agents } from "../agents/index.ts";
import { identities, normaliseIdentity } from "../customers/index.ts";
import type { Transaction } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import type { CasesDeps } from "./create.ts";
import { ownAddresses } from "./ownAddresses.ts";
import { addressKey, isSameAddress, mostParticipants, withPerson } from "./participants.ts";
import type { CaseRow, Moment, Participant } from "./schema.ts";

/** People named in To or Cc. */
export interface Naming {
  /** Current participants of the case. */
  readonly people: readonly Participant[];
  readonly named: readonly Address[];
  /** From where on they see messages; null: all. */
  readonly since: Moment | null;
  /** Whether a removed participant can come back, which is when an agent names them. Default false. */
  readonly readmits?: boolean;
}

/** The participants of a case plus those who are named, without the desk's own addresses and agents. */
export async function withNamed(
  tx: Transaction,
  { channels }: CasesDeps,
  { customerId }: Pick<CaseRow, "customerId">,
  { people, named, since, readmits = false }: Naming,
): Promise<readonly Participant[]> {
  const isKnown = (address: Address) =>
    people.some((one) => isSameAddress(one.address, address) && !(readmits && one.removed));
  const unknown = named.slice(0, 2 * mostParticipants).filter((address) => !isKnown(address));
  if (unknown.length === 0) return people;
  const isOwn = await ownAddresses(tx, channels, unknown);
  const fresh = new Map(
    unknown.filter((address) => !isOwn(address)).map((address) => [addressKey(address), address] as const),
  );
  if (fresh.size === 0) return people;
  const strangers = await strangersTo(tx, [customerId, ...present(people, readmits)], [...fresh.values()]);
  return strangers.reduce<readonly Participant[]>((all, address) => {
    const returning = readmits ? people.find((one) => isSameAddress(one.address, address)) : undefined;
    const person = { customerId: returning?.customerId ?? null, address, role: "copied", since } as const;
    return withPerson(all, person);
  }, people);
}

function present(people: readonly Participant[], readmits: boolean): readonly (string | null)[] {
  return people.flatMap(({ customerId, removed }) => (readmits && removed ? [] : [customerId]));
}

/** The addresses that belong neither to an agent nor to a participant with another address. */
async function strangersTo(
  tx: Transaction,
  known: readonly (string | null)[],
  addresses: readonly Address[],
): Promise<readonly Address[]> {
  const values = addresses.map(({ kind, value }) => normaliseIdentity(kind, value));
  const byKind = Map.groupBy(addresses, ({ kind }) => kind);
  // Kind by kind, as there is nearly always just one: by values alone a database would scan every identity.
  const ofKinds = [...byKind].map(([kind, some]) =>
    tx.find(identities, {
      where: {
        and: [
          { field: "kind", is: kind },
          { field: "value", in: some.map(({ value }) => normaliseIdentity(kind, value)) },
        ],
      },
      limit: some.length,
    }),
  );
  const [ours, ...found] = await Promise.all([
    tx.find(agents, { where: { field: "email", in: values }, limit: values.length }),
    ...ofKinds,
  ]);
  const theirs = found.flat();
  return addresses.filter(({ kind, value }) => {
    const normal = normaliseIdentity(kind, value);
    const owner = theirs.find((one) => one.kind === kind && one.value === normal);
    const isAgent = kind === "email" && ours.some(({ email }) => email === normal);
    return !isAgent && (owner === undefined || !known.includes(owner.customerId));
  });
}
