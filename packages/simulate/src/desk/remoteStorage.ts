import { type Storage, SupportError } from "@heedkit/core";
import type { Dice } from "../world/dice.ts";
import type { FaultKind, Faults } from "../world/faults.ts";
import type { Owner, World } from "../world/world.ts";

export interface RemoteStorageOptions {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  /** The process that makes the calls. */
  readonly process: Owner;
  /** Calls that have left the process: they are applied even while it is paused, and perhaps after its death. */
  readonly network: Owner;
}

/** A storage as one process sees it: over a network, where calls and answers are delayed and lost. */
export function remoteStorage(storage: Storage, options: RemoteStorageOptions): Storage {
  const { world, dice, faults, process, network } = options;
  let isClosed = false;

  const read = <Result>(label: string, perform: () => Promise<Result>): Promise<Result> => {
    refuseClosed(isClosed);
    const fails = faults.strikes("read fails");
    const delayMs = faults.strikes("read stalls") ? dice.between(5_000, 90_000) : 0;
    if (faults.strikes("read is never answered")) return new Promise(() => undefined);
    return world.step(process, label, {
      delayMs,
      perform: () => {
        if (fails) throw unavailable();
        return perform();
      },
    });
  };

  /** A call that changes rows: what was applied and what the process learns can differ. */
  const write = async <Result>(
    label: string,
    perform: () => Promise<Result>,
    kinds: {
      readonly before: FaultKind;
      readonly after?: FaultKind;
      readonly stalls?: FaultKind;
      readonly silent?: FaultKind;
    },
  ): Promise<Result> => {
    refuseClosed(isClosed);
    const failsBefore = faults.strikes(kinds.before);
    const failsAfter = !failsBefore && kinds.after !== undefined && faults.strikes(kinds.after);
    const stalls = kinds.stalls !== undefined && faults.strikes(kinds.stalls);
    const isSilent = kinds.silent !== undefined && faults.strikes(kinds.silent);
    const delays = stalls ? split(dice.between(5_000, 120_000), dice.fraction()) : [0, 0];
    const isOneMoment = !stalls && !isSilent && !failsBefore && !failsAfter && dice.chance(0.5);
    const apply = () => {
      if (failsBefore) throw unavailable();
      return perform();
    };
    if (isOneMoment) return world.step(process, label, { perform: apply });
    const outcome = await world.step(network, label, {
      delayMs: delays[0] ?? 0,
      perform: () => settled(apply),
    });
    if (isSilent) return new Promise(() => undefined);
    return world.step(process, `${label}: answer`, {
      delayMs: delays[1] ?? 0,
      perform: () => {
        if (failsAfter) throw unavailable();
        return outcome();
      },
    });
  };

  return {
    ...storage,
    schema: {
      plan: (tables) => storage.schema.plan(tables),
      apply: (tables) => world.step(process, "make tables", { perform: () => storage.schema.apply(tables) }),
    },
    get: (table, keys) => read(`get ${table.name}`, () => storage.get(table, keys)),
    find: (table, query) => read(`find ${table.name}`, () => storage.find(table, query)),
    count: (table, where) => read(`count ${table.name}`, () => storage.count(table, where)),
    aggregate: (table, query) => read(`aggregate ${table.name}`, () => storage.aggregate(table, query)),
    search: (table, query) => read(`search ${table.name}`, () => storage.search(table, query)),
    commit: (changes) =>
      write(
        `commit ${changes.map(({ kind, table }) => `${kind} ${table.name}`).join(", ")}`,
        () => storage.commit(changes),
        {
          before: "commit fails before it is applied",
          after: "commit fails after it was applied",
          stalls: "commit stalls",
          silent: "commit is never answered",
        },
      ),
    claim: (table, query) =>
      write(`claim ${table.name}`, () => storage.claim(table, query), {
        before: "claim fails before it is applied",
        after: "claim fails after it was applied",
        silent: "claim is never answered",
      }),
    next: (sequence, count) =>
      write(`next ${sequence}`, () => storage.next(sequence, count), { before: "sequence fails" }),
    // The storage outlives the process.
    close: async () => {
      isClosed = true;
    },
  };
}

/** An outcome to deliver later: the result or the failure. */
async function settled<Result>(perform: () => Promise<Result>): Promise<() => Result> {
  try {
    const result = await perform();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function split(ms: number, fraction: number): readonly [number, number] {
  const first = Math.round(ms * fraction);
  return [first, ms - first];
}

function refuseClosed(isClosed: boolean): void {
  if (isClosed) throw new SupportError("STOPPED", "The process has let go of its storage.");
}

function unavailable(): SupportError {
  return new SupportError("STORAGE_UNAVAILABLE", "The connection was lost. Try again.");
}
