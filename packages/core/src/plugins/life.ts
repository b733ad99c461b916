import { SupportError } from "../errors/index.ts";
import { type Context, inCode, type Kernel, transact } from "../kernel/index.ts";
import { codeOf } from "./code.ts";
import type { AnyPlugin } from "./definePlugin.ts";
import type { PluginHost } from "./host.ts";

/** A plugin that starts or stops something with the desk. */
export interface Startable {
  readonly id: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The plugins with something to start or stop, in starting order. */
export function pluginLife(kernel: Kernel, plugins: readonly AnyPlugin[]): readonly Startable[] {
  return plugins
    .filter(({ start, stop }) => start !== undefined || stop !== undefined)
    .map((plugin) => startable(kernel, plugin));
}

function startable(kernel: Kernel, plugin: AnyPlugin): Startable {
  const { id, start, stop } = plugin;
  const { clock, random, live, report, storage } = kernel;
  const code = codeOf(plugin);
  const running = new AbortController();
  const actor = { kind: "system", id } as const;
  const { publish, subscribe } = live;
  const host: PluginHost = {
    ...{ clock, random, live: { publish, subscribe }, report },
    signal: running.signal,
    commit(tenantId, decide) {
      const context: Context = { kernel, storage, tenantId, actor, code, over: running.signal };
      return transact(context, (tx) => inCode(code, "A commit", () => decide(tx)));
    },
  };
  return {
    id,
    start: () => inCode(code, "start", async () => start?.(host)),
    async stop() {
      running.abort(new SupportError("STOPPED", `The plugin "${id}" was stopped with the desk.`));
      await inCode(code, "stop", async () => stop?.());
    },
  };
}
