import { agentsRoom } from "./agents/index.ts";
import { auditRoom } from "./audit/index.ts";
import { type CaseSettings, casesRoom, givingBack, messageTimeline } from "./cases/index.ts";
import { collect } from "./checkOptions.ts";
import { customersRoom } from "./customers/index.ts";
import {
  defaultDeliveryMs,
  deliveryRoom,
  isSuppressed,
  loopCapSettings,
  takeAutomaticSlot,
} from "./delivery/index.ts";
import { intakeRoom, originOf } from "./intake/index.ts";
import {
  blobs,
  type CheckedSchedule,
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
  type JobHandlers,
  jobRates,
  jobRatesSweep,
  jobs,
  type Kernel,
  personalDataProblems,
  positionSweep,
  type Room,
  type SweepRunner,
  schedules,
  walkJobs,
  walks,
} from "./kernel/index.ts";
import * as operations from "./operations.ts";
import type { SupportOptions } from "./options.ts";
import { type AnyPlugin, codeOf, type PluginTemplate } from "./plugins/index.ts";
import type { Channel } from "./ports/index.ts";
import { firstReplyDeadline, nextDeadlines, slaRoom } from "./sla/index.ts";
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
    bound: { clock: kernel.clock, ms: options.worker?.maxCallMs ?? defaultMaxCallMs },
  };
  const templatesDeps = {
    kernel,
    cases: deps,
    options: {},
    firstReplyDeadline,
    takeAutomaticSlot: (tx, slot) => takeAutomaticSlot(tx, loopCaps, slot),
  } satisfies TemplatesDeps;
  const fromPlugins = plugins.flatMap(({ templates = [] }) => templates.map(builtInOf));
  const templates =
    collect(problems, "templates", () =>
      templatesRoom({ ...templatesDeps, options: options.templates ?? {}, fromPlugins }),
    ) ?? templatesRoom(templatesDeps);
  const slaDeps = { cases: deps, runMacro: templates.runMacro };
  const sla = collect(problems, "sla", () => slaRoom(slaDeps, options.sla)) ?? slaRoom(slaDeps);
  const audit = collect(problems, "audit", () => auditRoom(options.audit)) ?? auditRoom();
  return {
    customers: customersRoom(kernel, options.customers ?? {}, [messageTimeline], [givingBack(deps)]),
    agents: agentsRoom(),
    cases: casesRoom(deps, [nextDeadlines]),
    sla,
    templates,
    delivery: deliveryRoom({ channels, maxRunMs: options.delivery?.maxRunMs ?? defaultDeliveryMs }),
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
  readonly handlers: JobHandlers;
  readonly sweeps: readonly SweepRunner[];
  readonly schedules: readonly CheckedSchedule[];
}

const kernelTables: readonly DefinedTable[] = [
  events,
  eventCommits,
  eventPages,
  jobs,
  jobRates,
  schedules,
  walks,
  idempotencyKeys,
  blobs,
];

/** Registers the reactions and gathers tables, handlers and sweeps; names that two bring go to `problems`. */
export function furnish(
  kernel: Kernel,
  rooms: Rooms,
  plugins: readonly AnyPlugin[],
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
  const kinds = all.flatMap((room) => Object.keys(room.jobs ?? {}));
  for (const name of twice(tables.map((table) => table.name)))
    problems.push(`plugins: duplicate table "${name}".`);
  problems.push(...personalDataProblems(tables).map((problem) => `plugins: ${problem}`));
  for (const kind of twice(kinds)) problems.push(`plugins: jobs of kind "${kind}" have two handlers.`);
  const walking = walkJobs(
    checkWalks(
      all.flatMap((room) => room.walks ?? []),
      problems,
    ),
  );
  return {
    tables,
    handlers: Object.assign({}, walking, ...all.map((room) => room.jobs ?? {})),
    schedules: checkSchedules(
      all.flatMap((room) => room.schedules ?? []),
      problems,
    ),
    // Last: whoever follows the events has their positions given at once.
    sweeps: [...all.flatMap((room) => room.sweeps ?? []), jobRatesSweep, positionSweep],
  };
}

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}
