import { agentsRoom, grantOf, roleBook } from "../agents/index.ts";
import * as agentOperations from "../agents/operations.ts";
import * as teamOperations from "../agents/teams/operations.ts";
import { brandsRoom } from "../brands/index.ts";
import * as brandOperations from "../brands/operations.ts";
import {
  type CasesOptions,
  caseDefinitionsCache,
  caseSettings,
  casesRoom,
  type NextDeadlines,
} from "../cases/index.ts";
import * as caseOperations from "../cases/operations.ts";
import { refuseProblems } from "../configuration/index.ts";
import { corePermissions } from "../coreNames.ts";
import { customersRoom } from "../customers/index.ts";
import * as customerOperations from "../customers/operations.ts";
import {
  automaticSlots,
  automaticSlotsSweep,
  type DeliveryState,
  deliveryState,
  handovers,
  type LoopCapOptions,
  loopCaps,
  type Origin,
  type Origins,
  origins,
  receipts,
} from "../delivery/index.ts";
import {
  type Actor,
  bindCalls,
  type Context,
  createKernel,
  hostActor,
  inProcessLive,
  install,
  kernelTables,
  type Room,
  sweepRunner,
  type Transaction,
  transact,
  typeIds,
} from "../kernel/index.ts";
import { memoryStorage } from "../memory/index.ts";
import { type Channel, type Clock, type Storage, systemRandom } from "../ports/index.ts";
import { suppressionsRoom } from "../suppressions/index.ts";
import {
  type BuiltIn,
  type Deadlines,
  deadlines,
  type MacroRun,
  runMacro,
  type TemplateKindDefinitions,
  type TemplatesOptions,
  templatesRoom,
} from "./index.ts";
import * as macroOperations from "./macros/operations.ts";
import * as templateOperations from "./operations.ts";

/** A pause ends when it is aborted; one that can't be aborted ends immediately. */
const untilAborted = (_: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal === undefined || signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

const channel: Channel = {
  specVersion: 1,
  id: "mail",
  kind: "email",
  capabilities: {
    receive: true,
    deliver: true,
    html: true,
    attachments: false,
    subject: true,
    listens: false,
  },
  parse: async () => [],
};

interface DeskOptions {
  readonly templates?: TemplatesOptions;
  readonly cases?: CasesOptions;
  readonly caps?: LoopCapOptions;
  readonly now?: string;
  readonly firstReplyDueAt?: number | null;
  readonly storage?: Storage;
  readonly fromPlugins?: readonly BuiltIn[];
  readonly kindsOfPlugins?: TemplateKindDefinitions;
  /** How the clock waits. Default: until whatever waits is over. */
  readonly wait?: Clock["wait"];
  /** Where every delivery came from. */
  readonly origin?: Origin;
}

const deliveryTables = [receipts, handovers, automaticSlots];

/** The rooms that templates depend on, on memory storage, with a clock that tests set. */
export function deskForTests(options: DeskOptions = {}) {
  const time = { now: Date.parse(options.now ?? "2026-11-20T09:00:00Z") };
  const clock = { now: () => time.now, wait: options.wait ?? untilAborted };
  const storage = options.storage ?? memoryStorage();
  const problems: string[] = [];
  const reports: unknown[] = [];
  const report = (error: unknown) => void reports.push(error);
  const roles = roleBook(corePermissions, [], () => []);
  const kernel = createKernel({
    storage,
    clock,
    random: systemRandom,
    ids: typeIds(clock, systemRandom),
    live: inProcessLive(report),
    blobs: null,
    report,
    grants: (asking) => grantOf(roles, asking),
    requireTenant: async () => {},
  });
  const ofCases = caseSettings(options.cases ?? {}, problems);
  const cases = {
    settings: ofCases,
    definitions: caseDefinitionsCache(ofCases),
    channels: new Map([[channel.id, channel]]),
  };
  const caps = loopCaps.parse(options.caps ?? {});
  const rooms = {
    customers: customersRoom(kernel, {}, problems),
    agents: agentsRoom(roles),
    brands: brandsRoom(kernel, cases.channels),
    suppressions: suppressionsRoom(),
    cases: casesRoom(kernel, cases),
    templates: templatesRoom(
      {
        kernel,
        cases: cases.settings,
        options: options.templates ?? {},
        fromPlugins: options.fromPlugins ?? [],
        kindsOfPlugins: options.kindsOfPlugins ?? {},
      },
      problems,
    ),
    others: {
      state: {
        id: deliveryState.id,
        value: { channels: cases.channels, maxRunMs: 1_000, loopCaps: caps } satisfies DeliveryState,
      },
    },
    promises: {
      state: {
        id: deadlines.id,
        value: {
          firstReplyDeadline: async () => options.firstReplyDueAt ?? null,
          nextDeadlines: async () => new Map(),
        } satisfies Deadlines & NextDeadlines,
      },
    },
    intake: {
      state: {
        id: origins.id,
        value: {
          originOf: async () => options.origin ?? { address: null, sender: null },
        } satisfies Origins,
      },
    },
  };
  refuseProblems(problems);
  const all: readonly Room[] = Object.values(rooms);
  const tables = [...kernelTables, ...deliveryTables, ...all.flatMap((room) => room.tables ?? [])];
  // Storage in memory has applied them by the time it returns its promise.
  void storage.schema.apply(tables);
  for (const room of all) install(kernel, room);
  for (const namespace of [
    agentOperations,
    brandOperations,
    customerOperations,
    teamOperations,
    caseOperations,
    templateOperations,
    macroOperations,
  ])
    kernel.operations.add(Object.values(namespace));

  const as = (actor: Actor) => {
    const context: Context = { kernel, storage, tenantId: "default", actor };
    return {
      context,
      customers: bindCalls(customerOperations, context),
      agents: bindCalls(agentOperations, context),
      brands: bindCalls(brandOperations, context),
      teams: bindCalls(teamOperations, context),
      cases: bindCalls(caseOperations, context),
      templates: bindCalls(templateOperations, context),
      macros: bindCalls(macroOperations, context),
      transact: <Result>(decide: (tx: Transaction) => Promise<Result>) => transact(context, decide),
    };
  };
  return {
    ...as(hostActor),
    as,
    kernel,
    storage,
    time,
    reports,
    caps,
    cases: as(hostActor).cases,
    caseDeps: cases,
    runMacro: (tx: Transaction, run: MacroRun) => runMacro(tx, run),
    sweep: () => sweepRunner(automaticSlotsSweep, undefined).run(kernel, { leaseMs: 1_000, limit: 100 }),
    slots: () => storage.count(automaticSlots),
  };
}

export type TestDesk = ReturnType<typeof deskForTests>;

/** A customer who can be reached by mail. */
export function somebody(
  desk: TestDesk,
  {
    email = "ada@example.com",
    ...profile
  }: {
    readonly email?: string;
    readonly name?: string;
    readonly hostId?: string;
    readonly locale?: string;
    readonly timeZone?: string;
  } = {},
) {
  return desk.customers.create({ ...profile, identities: [{ kind: "email", value: email, verified: true }] });
}

/** A case opened by the customer with a message, and the first message that was sent in it. */
export async function opened(desk: TestDesk, customerId: string) {
  const customer = desk.as({ kind: "customer", id: customerId });
  const { id } = await customer.cases.open({
    customerId,
    subject: "Where is my parcel?",
    message: { text: "It should have come on Monday." },
  });
  const found = await desk.cases.get({ caseId: id });
  const { rows } = await desk.cases.messages({ caseId: found.id });
  return { found, messages: rows, acknowledgement: rows.find(({ automatic }) => automatic !== null) ?? null };
}
