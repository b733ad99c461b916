import * as z from "zod";
import {
  callable,
  isObject,
  type OptionShape,
  port,
  problemsFound,
  readOptions,
  versionProblems,
  whyUnmade,
} from "./configuration/index.ts";
import type { Report } from "./kernel/index.ts";
import type { SupportOptions } from "./options.ts";
import type { AnyPlugin } from "./plugins/index.ts";
import type { Blobs, Channel, Clock, Ids, Live, Random, Storage } from "./ports/index.ts";
import type { Tenants } from "./tenants.ts";

const storage = port<Storage>({
  what: "a storage adapter, such as memoryStorage() or sqliteStorage({ path })",
  methods: ["commit", "find"],
  specVersion: 1,
});

const channels = z
  .custom<readonly Channel[]>(Array.isArray, list("channels"))
  .superRefine((given, context) => {
    const ids = given.flatMap((channel) => (isObject(channel) ? [channel.id] : []));
    for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at)))
      context.addIssue({ code: "custom", message: `duplicate id "${id}"` });
    for (const [at, channel] of given.entries())
      for (const message of channelProblems(channel))
        context.addIssue({ code: "custom", path: [at], message });
  });

/** What is wrong with one channel; what is, is not taken for granted. */
function channelProblems(channel: unknown): readonly string[] {
  const unmade = whyUnmade(channel);
  if (unmade !== null) return [unmade];
  if (!isObject(channel)) return ["expected a channel, such as emailChannel({ ... })"];
  const found = problemsFound(channel);
  // Its methods can't be judged: they refuse to work.
  if (found.length > 0) return found.map((problem) => `"${String(channel.id)}": ${problem}`);
  const { id, capabilities, parse, deliver, start } = channel;
  const can = isObject(capabilities) ? capabilities : {};
  const wanted = [
    ["receives", can.receive, parse, "parse"],
    ["delivers", can.deliver, deliver, "deliver"],
    ["listens", can.listens, start, "start"],
  ] as const;
  return [
    ...versionProblems(channel, 1),
    ...(typeof id === "string" && id !== "" ? [] : ["the id is missing"]),
    ...(id === "api" ? ['"api" is the name of cases without a channel. Choose another id'] : []),
    ...wanted
      .filter(([, isSaid, method]) => Boolean(isSaid) && typeof method !== "function")
      .map(([does, , , name]) => `"${String(id)}" says that it ${does}, but has no ${name}()`),
  ];
}

const tenants = z
  .custom<Tenants>(
    (value) =>
      typeof value === "function" || (Array.isArray(value) && value.every((id) => typeof id === "string")),
    { error: "expected a list of names or a function", abort: true },
  )
  .superRefine((given, context) => {
    if (typeof given === "function") return;
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (given.length === 0) refuse("the list is empty. Leave it out for a desk with one tenant");
    for (const id of new Set(given.filter((id, at) => given.indexOf(id) !== at)))
      refuse(`duplicate name "${id}"`);
    if (given.some((id) => id.trim() === "" || id.length > 100))
      refuse("a name is empty or longer than 100 characters");
  });

/** Plugins are checked one by one; here only that they can be looked at. */
const plugins = z.custom<readonly AnyPlugin[]>(Array.isArray, list("plugins")).superRefine((given) => {
  for (const plugin of given) if (isObject(plugin)) Object.entries(plugin);
});

function list(what: string) {
  return { error: `expected a list of ${what}`, abort: true };
}

/** Checked by the room whose options they are. */
const ofRoom = z.unknown();

const ofDesk = {
  storage,
  channels: channels.default([]),
  tenants: tenants.optional(),
  cases: ofRoom,
  customers: ofRoom,
  templates: ofRoom,
  delivery: ofRoom,
  sla: ofRoom,
  audit: ofRoom,
  intake: ofRoom,
  plugins: plugins.default([]),
  worker: ofRoom,
  schema: z.enum(["apply", "check", "skip"]).default("apply"),
  report: callable<Report>().optional(),
  clock: port<Clock>({ what: "a clock", methods: ["now", "wait"] }).optional(),
  random: port<Random>({ what: "a source of randomness", methods: ["fraction", "bytes"] }).optional(),
  ids: port<Ids>({ what: "a source of ids", methods: ["create"] }).optional(),
  blobs: port<Blobs>({ what: "a store of bytes", methods: ["put", "open", "delete"] }).optional(),
  live: port<Live>({ what: "a carrier of live updates", methods: ["publish", "subscribe"] }).optional(),
} satisfies OptionShape<SupportOptions>;

/** Reads what concerns no room; what is wrong goes to `problems`. The options of rooms come back as they were given. */
export function deskOptions(given: unknown, problems: string[]) {
  const unmade = whyUnmade(given) ?? (isObject(given) ? null : "is not an object");
  if (unmade === null) return readOptions(ofDesk, "", given, problems);
  problems.push(`The argument of createSupport ${unmade}. It takes { storage, ... }.`);
  return null;
}

/** What a desk is made of, as far as it concerns no room. */
export type DeskOptions = NonNullable<ReturnType<typeof deskOptions>>;
