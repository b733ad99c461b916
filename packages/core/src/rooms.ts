import { agentsRoom, type RoleBook } from "./agents/index.ts";
import { auditRoom } from "./audit/index.ts";
import { brandsRoom } from "./brands/index.ts";
import { type CaseSettings, caseDefinitionsCache, casesRoom } from "./cases/index.ts";
import { customersRoom } from "./customers/index.ts";
import { deliveryRoom } from "./delivery/index.ts";
import type { DeskOptions } from "./deskOptions.ts";
import { intakeRoom } from "./intake/index.ts";
import {
  blobJobs,
  blobs,
  type CheckedSchedule,
  type Code,
  checkSchedules,
  checkWalks,
  type DefinedTable,
  eventCommits,
  eventPages,
  events,
  idempotencyKeys,
  install,
  isOperation,
  jobRates,
  jobRatesSweep,
  jobs,
  type Kernel,
  type OnWalkDone,
  type PluginMigrations,
  type PortBound,
  personalDataProblems,
  positionSweep,
  type Room,
  type RoomJobHandlers,
  type Sweep,
  type SweepRunner,
  schedules,
  sweepRunner,
  walkJobs,
  walksState,
  walks as walkTable,
} from "./kernel/index.ts";
import * as operations from "./operations.ts";
import { type AnyPlugin, codeOf, type PluginTemplate } from "./plugins/index.ts";
import type { Channel } from "./ports/index.ts";
import { remindersRoom } from "./reminders/index.ts";
import { slaRoom } from "./sla/index.ts";
import { suppressionsRoom } from "./suppressions/index.ts";
import { type BuiltIn, templatesRoom } from "./templates/index.ts";

/** What the rooms are built with. */
interface Building extends DeskOptions {
  /** How long a call of a connector may take. */
  readonly bound: PortBound;
}

/**
 * Builds the rooms of a desk. The order is that in which they react to what happens in a commit. Each reads its own
 * options; what is wrong with them goes to `problems`, and the defaults stand in, so that the others are looked at too.
 */
export function buildRooms(
  kernel: Kernel,
  options: Building,
  settings: CaseSettings,
  plugins: readonly AnyPlugin[],
  roles: RoleBook,
  problems: string[],
) {
  const channels: ReadonlyMap<string, Channel> = new Map(
    options.channels.map((channel) => [channel.id, channel]),
  );
  const deps = { settings, channels, definitions: caseDefinitionsCache(settings) };
  const templatesOf = {
    kernel,
    cases: settings,
    options: options.templates,
    fromPlugins: plugins.flatMap(({ templates = [] }) => templates.map(builtInOf)),
    kindsOfPlugins: Object.assign({}, ...plugins.map(({ templateKinds = {} }) => templateKinds)),
  };
  return {
    customers: customersRoom(kernel, options.customers, problems),
    agents: agentsRoom(roles),
    brands: brandsRoom(kernel, channels),
    suppressions: suppressionsRoom(),
    cases: casesRoom(kernel, deps),
    reminders: remindersRoom(kernel),
    sla: slaRoom(kernel, settings, options.sla, plugins, problems),
    templates: templatesRoom(templatesOf, problems),
    delivery: deliveryRoom(channels, options.delivery, problems),
    intake: intakeRoom(kernel, { ...deps, bound: options.bound }, options.intake, problems),
    audit: auditRoom(options.audit, problems),
  };
}

function builtInOf({ kind = "reply", subject, html, ...template }: PluginTemplate): BuiltIn {
  return { ...template, kind, subject: subject ?? null, html: html ?? null };
}

export type Rooms = ReturnType<typeof buildRooms>;

/** What all rooms and plugins bring together. */
export interface DeskParts {
  readonly tables: readonly DefinedTable[];
  readonly handlers: RoomJobHandlers;
  readonly sweeps: readonly SweepRunner[];
  readonly schedules: readonly CheckedSchedule[];
  readonly migrations: readonly PluginMigrations[];
}

const kernelTables: readonly DefinedTable[] = [
  events,
  eventCommits,
  eventPages,
  jobs,
  jobRates,
  schedules,
  walkTable,
  idempotencyKeys,
  blobs,
];

/** Registers the reactions and gathers tables, handlers and sweeps; names that two bring go to `problems`. */
export function registerParts(
  kernel: Kernel,
  rooms: Rooms,
  plugins: readonly AnyPlugin[],
  onWalkDone: OnWalkDone,
  problems: string[],
): DeskParts {
  const all: readonly Room[] = [...Object.values(rooms), ...plugins];
  for (const room of Object.values(rooms)) install(kernel, room);
  for (const namespace of Object.values(operations))
    kernel.operations.add(Object.values(namespace).filter(isOperation));
  for (const plugin of plugins) {
    const code = codeOf(plugin);
    const sources = { ...plugin.sources, condition: plugin.conditions ?? [] };
    install(kernel, { ...plugin, sources, state: { id: plugin.id, value: plugin.options } }, code);
    kernel.operations.add(Object.values(plugin.operations ?? {}).filter(isOperation), code);
  }
  const tables = [...kernelTables, ...all.flatMap((room) => room.tables ?? [])];
  for (const name of twice(tables.map((table) => table.name)))
    problems.push(`plugins: duplicate table "${name}".`);
  problems.push(...personalDataProblems(tables).map((problem) => `plugins: ${problem}`));
  const owned: readonly { readonly room: Room; readonly code: Code | undefined }[] = [
    ...Object.values(rooms).map((room: Room) => ({ room, code: undefined })),
    ...plugins.map((plugin) => ({ room: plugin, code: codeOf(plugin) })),
  ];
  const migrations = plugins.map((plugin) => ({ code: codeOf(plugin), migrations: plugin.migrations ?? [] }));
  const walks = checkWalks(
    [
      ...owned.flatMap(({ room, code }) => (room.walks ?? []).map((walk) => ({ walk, code }))),
      ...migrations.flatMap(({ code, migrations: own }) =>
        own.map(({ walk }) => ({ walk, code, isMigration: true })),
      ),
    ],
    problems,
  );
  kernel.states.set(walksState.id, walks);
  return {
    tables,
    migrations,
    handlers: Object.assign({}, blobJobs, walkJobs(walks, onWalkDone), ...all.map((room) => room.jobs ?? {})),
    schedules: checkSchedules(
      owned.flatMap(({ room, code }) => (room.schedules ?? []).map((schedule) => ({ schedule, code }))),
      problems,
    ),
    // Last: whoever follows the events has their positions given at once.
    sweeps: [
      ...Object.values(rooms).flatMap((room: Room) => (room.sweeps ?? []).map((sweep) => runnerOf(sweep))),
      ...plugins.flatMap((plugin) =>
        (plugin.sweeps ?? []).map((sweep) => sweepRunner(sweep, codeOf(plugin))),
      ),
      sweepRunner(jobRatesSweep, undefined),
      positionSweep,
    ],
  };
}

function runnerOf(sweep: Sweep | SweepRunner): SweepRunner {
  return "handle" in sweep ? sweepRunner(sweep, undefined) : sweep;
}

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}
