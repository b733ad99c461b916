import { isSupportError, SupportError } from "./errors/index.ts";
import type { WorkerOptions } from "./kernel/index.ts";
import type { SupportOptions } from "./options.ts";
import type { Channel } from "./ports/index.ts";
import { suggest } from "./suggest.ts";

const optionNames: Readonly<Record<keyof SupportOptions, true>> = {
  storage: true,
  channels: true,
  tenants: true,
  cases: true,
  customers: true,
  templates: true,
  delivery: true,
  sla: true,
  intake: true,
  plugins: true,
  worker: true,
  schema: true,
  report: true,
  clock: true,
  random: true,
  ids: true,
  live: true,
  blobs: true,
};

/** Everything that is wrong with the parts of a configuration that no room checks for itself. */
export function checkOptions(options: SupportOptions, problems: string[]): void {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(optionNames, name))
      problems.push(`${name}: there is no such option.${suggest(name, Object.keys(optionNames))}`);
  }
  checkStorage(options, problems);
  checkTenants(options, problems);
  checkChannels(options.channels ?? [], problems);
  checkWorker(options.worker ?? {}, problems);
  const { schema = "apply", intake = {} } = options;
  if (!["apply", "check", "skip"].includes(schema))
    problems.push(`schema: "${schema}" is not apply, check or skip.`);
  const { maxRawBytes = 1 } = intake;
  if (!Number.isInteger(maxRawBytes) || maxRawBytes < 1)
    problems.push("intake.maxRawBytes: must be a positive number of bytes.");
}

/** Runs one part of the set-up; what it finds wrong joins the others. */
export function collect<Part>(problems: string[], part: string, build: () => Part): Part | undefined {
  try {
    return build();
  } catch (error) {
    if (!isSupportError(error)) throw error;
    problems.push(error.message.startsWith(part) ? error.message : `${part}: ${error.message}`);
    return undefined;
  }
}

/** @throws SupportError INVALID_CONFIGURATION listing every problem there is. */
export function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw refusal(problems);
}

/** One error for all that is wrong. */
export function refusal(problems: readonly string[]): SupportError {
  const list = problems.map((problem) => `\n- ${problem}`).join("");
  return new SupportError("INVALID_CONFIGURATION", `The desk can't start:${list}`, { details: { problems } });
}

function checkStorage({ storage }: SupportOptions, problems: string[]): void {
  if (storage === undefined || storage === null) {
    problems.push(
      'storage: is missing. Pass memoryStorage() from "@heedkit/core/memory" or an adapter such as sqliteStorage({ path }).',
    );
  } else if (storage.specVersion !== 1) {
    problems.push(
      `storage: "${storage.name}" speaks version ${storage.specVersion} of the port; this core speaks 1. Match their versions.`,
    );
  }
}

function checkTenants({ tenants }: SupportOptions, problems: string[]): void {
  if (tenants === undefined || typeof tenants === "function") return;
  if (tenants.length === 0)
    problems.push("tenants: the list is empty. Leave it out for a desk with one tenant.");
  if (new Set(tenants).size < tenants.length) problems.push("tenants: a name is there twice.");
  if (tenants.some((id) => id.trim() === "" || id.length > 100))
    problems.push("tenants: a name is empty or longer than 100.");
}

function checkChannels(channels: readonly Channel[], problems: string[]): void {
  const ids = channels.map(({ id }) => id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) {
    problems.push(`channels: "${id}" is there twice. Give one of them another id.`);
  }
  for (const { id, specVersion, capabilities, deliver, start } of channels) {
    if (specVersion !== 1)
      problems.push(`channels: "${id}" speaks version ${specVersion} of the port; this core speaks 1.`);
    if (id === "api")
      problems.push('channels: "api" is the name of cases without a channel. Choose another id.');
    if (capabilities.deliver && deliver === undefined)
      problems.push(`channels: "${id}" says that it delivers, but has no deliver().`);
    if (capabilities.listens && start === undefined)
      problems.push(`channels: "${id}" says that it listens, but has no start().`);
  }
}

function checkWorker(worker: WorkerOptions, problems: string[]): void {
  for (const name of [
    "concurrency",
    "leaseMs",
    "pollMs",
    "backoffBaseMs",
    "backoffLimitMs",
    "drainMs",
  ] as const) {
    const value = worker[name];
    if (value !== undefined && !(Number.isFinite(value) && value > 0))
      problems.push(`worker.${name}: must be a positive number.`);
  }
}
