import { isSupportError, SupportError } from "./errors/index.ts";
import type { WorkerOptions } from "./kernel/index.ts";
import { checkNames } from "./optionNames.ts";
import type { SupportOptions } from "./options.ts";
import type { Channel } from "./ports/index.ts";

/** Everything that is wrong with the parts of a configuration that no room checks for itself. */
export function checkOptions(options: SupportOptions, problems: string[]): void {
  checkNames(options, problems);
  checkStorage(options, problems);
  checkCarriers(options, problems);
  checkTenants(options, problems);
  checkChannels(options.channels ?? [], problems);
  checkWorker(options.worker ?? {}, problems);
  const { schema = "apply", intake = {}, delivery = {} } = options;
  const { maxRunMs = 1 } = delivery;
  if (!(Number.isFinite(maxRunMs) && maxRunMs > 0))
    problems.push("delivery.maxRunMs: must be a positive number of milliseconds.");
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
    const [heading = "", ...lines] = error.message.split("\n- ");
    for (const problem of lines.length > 0 ? lines : [heading])
      problems.push(problem.startsWith(part) ? problem : `${part}: ${problem}`);
    return undefined;
  }
}

/** @throws SupportError INVALID_CONFIGURATION listing every problem there is. */
export function refuseProblems(problems: readonly string[]): void {
  if (problems.length > 0) throw refusal(problems);
}

/** One error for all that is wrong. */
export function refusal(problems: readonly string[], cause?: unknown): SupportError {
  const list = problems.map((problem) => `\n- ${problem}`).join("");
  return new SupportError("INVALID_CONFIGURATION", `The desk can't start:${list}`, {
    details: { problems },
    cause,
  });
}

function checkStorage({ storage }: SupportOptions, problems: string[]): void {
  if (storage === undefined || storage === null) {
    problems.push(
      'storage: is missing. Pass memoryStorage() from "@heedkit/core/memory" or an adapter such as sqliteStorage({ path }).',
    );
    return;
  }
  const unmade = whyUnmade(storage);
  if (unmade !== null) problems.push(`storage: ${unmade}`);
  else if (typeof storage.commit !== "function")
    problems.push(
      "storage: is no storage. Pass memoryStorage() or an adapter such as sqliteStorage({ path }).",
    );
  else if (storage.specVersion !== 1) {
    problems.push(
      `storage: "${storage.name}" speaks version ${storage.specVersion} of the port; this core speaks 1. Match their versions.`,
    );
  } else addProblems("storage", storage, problems);
}

/** The stores of bytes and the carrier of live updates, where the host brings its own. */
function checkCarriers({ blobs, live }: SupportOptions, problems: string[]): void {
  const wanted = [
    ["blobs", blobs, ["put", "open", "delete"]],
    ["live", live, ["publish", "subscribe"]],
  ] as const;
  for (const [name, carrier, methods] of wanted) {
    if (carrier === undefined) continue;
    const unmade = whyUnmade(carrier);
    if (unmade !== null) {
      problems.push(`${name}: ${unmade}`);
      continue;
    }
    const missing = methods.filter((method) => typeof Reflect.get(carrier, method) !== "function");
    if (missing.length > 0)
      problems.push(`${name}: has no ${missing.map((method) => `${method}()`).join(", ")}.`);
    addProblems(name, carrier, problems);
  }
}

/** What an adapter found wrong with its own options when it was made. */
function addProblems(
  part: string,
  { problems: own }: { readonly problems?: readonly string[] },
  problems: string[],
): void {
  for (const problem of own ?? []) problems.push(`${part}: ${problem}`);
}

/** The commonest slips of callers without types; null for any other object. */
export function whyUnmade(value: unknown): string | null {
  if (typeof value === "function") return "is a function. Call it, and pass what it returns.";
  if (value instanceof Promise) return "is a promise. Await it, and pass what it resolves to.";
  return typeof value === "object" && value !== null ? null : "is not an object.";
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
  const made = channels.filter((channel, at) => {
    const unmade = whyUnmade(channel);
    if (unmade !== null) problems.push(`channels: at position ${at} ${unmade}`);
    return unmade === null;
  });
  const ids = made.map(({ id }) => id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) {
    problems.push(`channels: "${id}" is there twice. Give one of them another id.`);
  }
  for (const { id, specVersion, capabilities, parse, deliver, start, problems: own = [] } of made) {
    problems.push(...own.map((problem) => `channels: "${id}": ${problem}`));
    // Its methods can't be judged: they refuse to work.
    if (own.length > 0) continue;
    if (specVersion !== 1)
      problems.push(`channels: "${id}" speaks version ${specVersion} of the port; this core speaks 1.`);
    if (id === "api")
      problems.push('channels: "api" is the name of cases without a channel. Choose another id.');
    const wanted = [
      ["receives", capabilities?.receive, parse, "parse"],
      ["delivers", capabilities?.deliver, deliver, "deliver"],
      ["listens", capabilities?.listens, start, "start"],
    ] as const;
    for (const [does, says, method, name] of wanted)
      if (says && typeof method !== "function")
        problems.push(`channels: "${id}" says that it ${does}, but has no ${name}().`);
  }
}

function checkWorker(worker: WorkerOptions, problems: string[]): void {
  for (const name of [
    "concurrency",
    "leaseMs",
    "maxRunMs",
    "maxCallMs",
    "pollMs",
    "backoffBaseMs",
    "backoffLimitMs",
    "drainMs",
  ] as const) {
    const value = worker[name];
    if (value !== undefined && !(Number.isFinite(value) && value > 0))
      problems.push(`worker.${name}: must be a positive number.`);
  }
  const { engine } = worker;
  if (engine === undefined) return;
  const unmade = whyUnmade(engine);
  if (unmade !== null) problems.push(`worker.engine: ${unmade}`);
  else if (engine.specVersion !== 1)
    problems.push(`worker.engine: speaks version ${engine.specVersion} of the port; this core speaks 1.`);
  else addProblems("worker.engine", engine, problems);
}
