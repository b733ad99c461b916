import { agentsRoom } from "./agents/index.ts";
import { auditRoom } from "./audit/index.ts";
import { type CaseSettings, casesRoom, givingBack } from "./cases/index.ts";
import { collect } from "./checkOptions.ts";
import { type CustomersOptions, customersRoom, senderRecognition } from "./customers/index.ts";
import { defaultDeliveryMs, deliveryRoom, isSuppressed, loopCapSettings } from "./delivery/index.ts";
import { intakeRoom, originOf } from "./intake/index.ts";
import {
  blobs,
  type CheckedSchedule,
  type Code,
  checkSchedules,
  checkWalks,
  type DefinedTable,
  defaultMaxCallMs,
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
import type { SupportOptions } from "./options.ts";
import { type AnyPlugin, codeOf, type PluginTemplate } from "./plugins/index.ts";
import type { Channel } from "./ports/index.ts";
import { nextDeadlines, slaRoom } from "./sla/index.ts";
import { type BuiltIn, type TemplatesDeps, templatesRoom } from "./templates/index.ts";

/**
 * Builds the rooms of a desk. The order is that in which they react to what happens in a commit. What is wrong goes to
 * `problems`; an empty room stands in for one that can't be built, so that the others are looked at as well.
 */
export function buildRooms(
  kernel: Kernel,
  options: SupportOptions,
  settings: CaseSettings,
  plugins: readonly AnyPlugin[],
  problems: string[],
) {
  const channels: ReadonlyMap<string, Channel> = new Map(
    (options.channels ?? []).map((channel) => [channel.id, channel]),
  );
  const deps = { settings, channels };
  const loopCaps =
    collect(problems, "delivery", () =>
      loopCapSettings(options.delivery?.loopCaps ?? {}, isSuppressed, originOf),
    ) ?? loopCapSettings({}, isSuppressed);
  const intakeDeps = {
    ...deps,
    maxRawBytes: options.intake?.maxRawBytes ?? 50 * 1024 * 1024,
    now: () => kernel.clock.now(),
    report: kernel.report,
    recognise: senderRecognition(kernel, options.customers ?? {}),
    bound: { clock: kernel.clock, ms: options.worker?.maxCallMs ?? defaultMaxCallMs },
  };
  const templatesDeps = {
    kernel,
    cases: deps,
    options: {},
  } satisfies TemplatesDeps;
  const kindsOfPlugins = Object.assign({}, ...plugins.map(({ templateKinds = {} }) => templateKinds));
  const fromPlugins = plugins.flatMap(({ templates = [] }) => templates.map(builtInOf));
  const templates =
    collect(problems, "templates", () =>
      templatesRoom({ ...templatesDeps, options: options.templates ?? {}, fromPlugins, kindsOfPlugins }),
    ) ?? templatesRoom(templatesDeps);
  const slaDeps = { kernel, cases: deps };
  const sla = collect(problems, "sla", () => slaRoom(slaDeps, options.sla)) ?? slaRoom(slaDeps);
  const audit = collect(problems, "audit", () => auditRoom(options.audit)) ?? auditRoom();
  const customers = (own: CustomersOptions) => customersRoom(kernel, own, [givingBack(deps)]);
  return {
    customers: collect(problems, "customers", () => customers(options.customers ?? {})) ?? customers({}),
    agents: agentsRoom(),
    cases: casesRoom(kernel, deps, [nextDeadlines]),
    sla,
    templates,
    delivery: deliveryRoom({ channels, maxRunMs: options.delivery?.maxRunMs ?? defaultDeliveryMs, loopCaps }),
    intake: intakeRoom(intakeDeps),
    audit,
  };
}

function builtInOf({ kind = "reply", subject, html, ...template }: PluginTemplate): BuiltIn {
  return { ...template, kind, subject: subject ?? null, html: html ?? null };
}

export type Rooms = ReturnType<typeof buildRooms>;

/** What all rooms and plugins bring together. */
export interface Furnishing {
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
export function furnish(
  kernel: Kernel,
  rooms: Rooms,
  plugins: readonly AnyPlugin[],
  onWalkDone: OnWalkDone,
  problems: string[],
): Furnishing {
  const all: readonly Room[] = [...Object.values(rooms), ...plugins];
  for (const room of Object.values(rooms)) install(kernel, room);
  for (const namespace of Object.values(operations))
    kernel.operations.add(Object.values(namespace).filter(isOperation));
  for (const plugin of plugins) {
    const code = codeOf(plugin);
    install(kernel, { ...plugin, state: { id: plugin.id, value: plugin.options } }, code);
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
    handlers: Object.assign({}, walkJobs(walks, onWalkDone), ...all.map((room) => room.jobs ?? {})),
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
