import type * as z from "zod";
import { grantOf, type RoleBook, roleBook } from "./agents/index.ts";
import {
  guardBlobs,
  guardClock,
  guardFacade,
  guardIds,
  guardLive,
  guardPlugin,
  guardRandom,
  guardStorage,
  requirePlainTables,
} from "./border/index.ts";
import { caseSettings, codeFormats } from "./cases/index.ts";
import type { ConditionValues } from "./conditions/index.ts";
import { refusal, refuseProblems } from "./configuration/index.ts";
import { corePermissions } from "./coreNames.ts";
import type { HostContextSources } from "./customers/index.ts";
import { deskOptions } from "./deskOptions.ts";
import { asSupportError, isSupportError, SupportError } from "./errors/index.ts";
import { bindDesk, type Desk, type Refused, takenIds } from "./facade.ts";
import { jobsState } from "./jobs/index.ts";
import {
  type AnyOperation,
  type Context,
  createKernel,
  createWorker,
  type EventListener,
  type EventType,
  hostActor,
  inProcessLive,
  type Kernel,
  migrationStarts,
  type OperationInfo,
  operationInfo,
  type Permission,
  type PluginMigrations,
  type Report,
  scheduleRows,
  typeIds,
  workerSettings,
} from "./kernel/index.ts";
import { knownNames } from "./knownNames.ts";
import { deskLife } from "./life.ts";
import type { SupportOptions } from "./options.ts";
import { type AnyPlugin, checkPlugins, type Grantee, orderPlugins, pluginLife } from "./plugins/index.ts";
import { type Channel, type Storage, systemClock, systemRandom, type Table } from "./ports/index.ts";
import { buildRooms, registerParts } from "./rooms.ts";
import type { SlaOptions } from "./sla/index.ts";
import { tenantDirectory } from "./tenants.ts";

/** A running support desk, as seen by the host, and its life cycle. */
export type Support<
  Plugins extends readonly AnyPlugin[] = readonly [],
  Fields = Record<string, unknown>,
  Sources extends HostContextSources = HostContextSources,
> = Desk<Plugins, Fields, Sources> & Life;

interface Life {
  /** Everything that this desk can do, including plugins, as data: for documentation, servers and tools. */
  readonly operations: readonly OperationInfo[];
  /**
   * Starts the channels and the processing of due work. If a channel fails, nothing is left running.
   * @throws SupportError STOPPED after `stop`.
   */
  start(): Promise<void>;
  /**
   * Stops listening, waits for what is running (see `worker.drainMs`), and closes live updates and the storage. A channel that
   * fails to stop is passed to `report`; everything else still stops.
   */
  stop(): Promise<void>;
  /** Runs what is due now, once: for cron and serverless, instead of `start`. */
  tick(): Promise<{ readonly jobs: number; readonly swept: number }>;
  /** Calls back in this process after each commit with such an event, until the returned function is called. */
  on<Type extends EventType>(type: Type, listener: EventListener<Type>): () => void;
  /** Topics of live updates. */
  readonly live: NonNullable<SupportOptions["live"]>;
}

/**
 * Creates a support desk from storage, channels and settings.
 *
 * ```ts
 * const support = await createSupport({ storage: sqliteStorage({ path: "desk.db" }), channels: [emailChannel({ ... })] });
 * await support.start();
 * ```
 *
 * @throws SupportError INVALID_CONFIGURATION listing everything that is wrong with the options.
 * @throws SupportError SCHEMA_DRIFT, STORAGE_FOREIGN if the database schema does not match.
 */
export async function createSupport<
  const Plugins extends readonly AnyPlugin[] = readonly [],
  Fields extends z.ZodObject = z.ZodObject,
  Sources extends HostContextSources = HostContextSources,
>(
  given: Omit<SupportOptions<Plugins, Fields, Sources>, "sla"> & {
    readonly sla?: SlaOptions<ConditionValues<z.output<Fields>>>;
    readonly plugins?: NoInfer<Refused<Plugins>>;
  },
): Promise<Support<Plugins, z.output<Fields>, Sources>> {
  const problems: string[] = [];
  try {
    return await compose<Plugins, Fields, Sources>(given, problems);
  } catch (error) {
    if (isSupportError(error)) throw error;
    // Something in the options that no check covers, such as a getter that throws.
    const { message } = asSupportError(error, "INVALID_CONFIGURATION", "Reading the options");
    throw refusal([...problems, message], error);
  }
}

async function compose<
  const Plugins extends readonly AnyPlugin[],
  Fields extends z.ZodObject,
  Sources extends HostContextSources,
>(given: unknown, problems: string[]): Promise<Support<Plugins, z.output<Fields>, Sources>> {
  const options = deskOptions(given, problems);
  if (options === null) throw refusal(problems);
  const worked = workerSettings(options.worker, problems);
  const before = problems.length;
  const settings = caseSettings(options.cases, problems);
  const ordered = checkPlugins(orderPlugins(options.plugins, takenIds, problems), knownNames, problems);
  // Policies and templates may speak of the host's own fields, which are not known then.
  if (problems.slice(before).some((problem) => problem.startsWith("cases"))) throw refusal(problems);

  const { maxRunMs, maxCallMs, drainMs } = worked;
  const storage = guardStorage(options.storage);
  const clock = guardClock(options.clock ?? systemClock);
  const random = guardRandom(options.random ?? systemRandom);
  const report = harmless(options.report ?? reportToConsole);
  const bound = { clock, ms: maxCallMs };
  const tenants = tenantDirectory(options.tenants, bound);
  const plugins = ordered.map((plugin) => guardPlugin(plugin, bound));
  const formats = codeFormats(storage, settings);
  const scheduled = scheduleRows(storage, clock);
  const migrations = migrationStarts();
  const roles: RoleBook = rolesOf(plugins, () => kernel.operations.all());
  const kernel: Kernel = createKernel({
    storage,
    clock,
    random,
    report,
    ids: guardIds(options.ids ?? typeIds(clock, random)),
    live: guardLive(options.live ?? inProcessLive(report), bound),
    blobs: options.blobs === undefined ? null : guardBlobs(options.blobs, bound),
    grants: (asking) => grantOf(roles, asking),
    async requireTenant(tenantId) {
      await tenants.require(tenantId);
      await formats.require(tenantId);
      await scheduled.require(tenantId);
      await migrations.require(tenantId);
    },
  });
  const rooms = buildRooms(kernel, { ...options, bound }, settings, plugins, roles, problems);
  const parts = registerParts(kernel, rooms, plugins, migrations.onDone, problems);
  const { tables, handlers, sweeps, schedules } = parts;
  if (typeof options.tenants === "function") problems.push(...deskWideProblems(parts.migrations));
  kernel.states.set(jobsState.id, handlers);
  refuseProblems(problems);
  await prepareTables(storage, tables, options.schema);
  migrations.define(kernel, parts.migrations, tenants.first);
  // Of many tenants the others are looked at when they are first used.
  for (const tenantId of tenants.listed.slice(0, tenantsLookedAt)) {
    await formats.require(tenantId);
    await migrations.require(tenantId);
  }

  const scheduleSweep = scheduled.define(schedules, tenants.listed);
  const worker = createWorker(kernel, handlers, [scheduleSweep, ...sweeps], worked);
  const root: Context = { kernel, storage, tenantId: tenants.first, actor: hostActor };
  const desk = bindDesk<Plugins, z.output<Fields>, Sources>(
    { rooms, plugins, codes: settings.codes, checkTenant: tenants.check },
    root,
  );
  const channels = options.channels.filter(({ start }) => start !== undefined);
  const hostOf = (channel: Channel) =>
    rooms.intake.hostFor(channel, tenants.sole, async (tenantId) => {
      await tenants.require(tenantId);
      return { ...root, tenantId, actor: { kind: "system", id: channel.id } };
    });

  const life = deskLife({
    plugins: pluginLife(kernel, plugins),
    worker,
    channels,
    hostOf,
    storage,
    live: kernel.live,
    report,
    clock,
    maxRunMs,
    drainMs,
  });
  const { live, emitter } = kernel;
  const infos = kernel.operations.all().map(operationInfo);
  const whole = guardFacade({ live, on: emitter.on, tick: worker.tick, ...life });
  // The desk itself, as its rooms are bound lazily.
  return Object.assign(desk, whole, { operations: infos });
}

/** Maximum tenants checked before a desk starts. */
const tenantsLookedAt = 100;

/** Migrations that are made once in the desk are made in the first tenant, which must be known. */
function deskWideProblems(plugins: readonly PluginMigrations[]): readonly string[] {
  return plugins.flatMap(({ code, migrations }) =>
    migrations.flatMap(({ name, once }) =>
      once === "desk"
        ? [
            `plugins: "${code.id}": migrations: "${name}" is made once in the desk, so the option tenants must be a list, not a function.`,
          ]
        : [],
    ),
  );
}

/** Built-in roles with the permissions of plugins. `operations`: those of the desk, looked at when they are needed. */
function rolesOf(plugins: readonly AnyPlugin[], operations: () => readonly AnyOperation[]): RoleBook {
  const brought = plugins.flatMap(
    // Keys of the declared record are permissions; `Object.entries` widens them to string.
    ({ permissions = {} }) => Object.entries(permissions) as [Permission, readonly Grantee[]][],
  );
  return roleBook(corePermissions, brought, operations);
}

async function prepareTables(
  storage: Storage,
  tables: readonly Table[],
  mode: "apply" | "check" | "skip",
): Promise<void> {
  requirePlainTables(tables);
  if (mode === "skip") return;
  if (mode === "apply") {
    await storage.schema.apply(tables);
    return;
  }
  const { steps, drift } = await storage.schema.plan(tables);
  if (steps.length === 0 && drift.length === 0) return;
  const list = [...steps, ...drift.map(({ problem }) => problem)].map((line) => `\n- ${line}`).join("");
  throw new SupportError(
    "SCHEMA_DRIFT",
    `The database schema does not match this version:${list}\nStart once with schema: "apply".`,
  );
}

/** A report function that throws or rejects is harmless: it is called where no caller waits. */
function harmless(report: Report): Report {
  return async (error, what) => {
    try {
      await report(error, what);
    } catch (failure) {
      reportToConsole(error, what);
      reportToConsole(failure, "the option report failed");
    }
  };
}

const reportToConsole: Report = (error, what) => console.error(`heedkit: ${what}:`, error);
