import * as z from "zod";
import { bounded, type Context, idInput, type Kernel, parseInput, transact } from "../kernel/index.ts";
import type { Address } from "../ports/index.ts";
import { upsertAccount } from "./account.ts";
import { findIdentity } from "./identify.ts";
import { profile } from "./inputs.ts";
import { personOf, requireCustomer } from "./person.ts";

const resolvedUser = z
  .strictObject({
    ...profile,
    hostId: idInput,
    /**
     * Whether the user has proved to hold the address. Unverified results are ignored, as anybody can claim an address.
     */
    verified: z.boolean(),
  })
  .nullish();

/** A user of the host application, as {@link ResolveSender} returns it. */
export type ResolvedUser = NonNullable<z.input<typeof resolvedUser>>;

/** Returns the host's user for an address, or null. */
export type ResolveSender = (
  address: Address,
  options: { readonly tenantId: string; readonly signal: AbortSignal },
) => Promise<ResolvedUser | null | undefined> | ResolvedUser | null | undefined;

/**
 * Asks the host whose addresses these are, and stores verified ones as identities of its accounts. Failures are
 * reported, and the sender is treated as without the host. Returns the ids of new customers.
 */
export type RecogniseSenders = (
  context: Context,
  addresses: readonly Address[],
) => Promise<ReadonlySet<string>>;

/** How many requests to the host run in parallel. */
const atOnce = 10;

/** Null if the host is not to be asked. */
export function senderRecognition(
  kernel: Pick<Kernel, "clock" | "report">,
  { resolve, timeLimitMs: ms }: { readonly resolve: ResolveSender | undefined; readonly timeLimitMs: number },
): RecogniseSenders | null {
  if (resolve === undefined) return null;
  const ask = async ({ tenantId }: Context, { kind, value, name }: Address) => {
    const bound = { clock: kernel.clock, ms, what: "customers.resolve()" };
    const answer = await bounded(bound, (signal) => resolve({ kind, value, name }, { tenantId, signal }));
    return parseInput(resolvedUser, answer ?? null, "The result of customers.resolve()");
  };
  const recognise = async (context: Context, address: Address): Promise<string | null> => {
    if (await transact(context, (tx) => isAccounts(tx, address))) return null;
    const user = await ask(context, address);
    if (user === null || user === undefined || !user.verified) return null;
    const { verified, ...account } = user;
    const { kind, value } = address;
    const described = { ...account, identities: [{ kind, value, verified }] };
    return transact(context, async (tx) => {
      const account = await upsertAccount(tx, described);
      return account.createdAt === tx.now ? account.id : null;
    });
  };
  return async (context, addresses) => {
    const distinct = [
      ...new Map(addresses.map((one) => [JSON.stringify([one.kind, one.value]), one])).values(),
    ];
    const created = new Set<string>();
    for (let at = 0; at < distinct.length; at += atOnce) {
      const asked = distinct.slice(at, at + atOnce).map(async (address) => {
        try {
          return await recognise(context, address);
        } catch (error) {
          kernel.report(error, `asking the host whose ${address.kind} address a message came from`);
          return null;
        }
      });
      for (const id of await Promise.all(asked)) if (id !== null) created.add(id);
    }
    return created;
  };
}

/** Whether an account of the host is verified to hold an address, so that the host need not be asked. */
async function isAccounts(
  tx: Parameters<typeof personOf>[0] & Parameters<typeof findIdentity>[0],
  { kind, value }: Address,
): Promise<boolean> {
  const held = await findIdentity(tx, kind, value);
  if (held?.verified !== true) return false;
  const person = await personOf(tx, await requireCustomer(tx, held.customerId));
  return person.some(({ hostId }) => hostId !== null);
}
