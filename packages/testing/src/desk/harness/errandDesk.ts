import {
  type AnyHost,
  type AnyPlugin,
  type Calls,
  type JobOptions,
  type JobRow,
  jobs,
  type SupportOptions,
} from "@heedkit/core";
import type { DeskSuiteOptions } from "../options.ts";
import { type ErrandRow, type ErrandScript, type errandOperations, errands } from "./errands.ts";
import { type FaultyStorage, faultyStorage } from "./faultyStorage.ts";
import { onDesk, type TestDesk } from "./openDesk.ts";

/** A desk with errands to run, over a storage that can fail. */
export interface ErrandDesk extends Omit<TestDesk, "another" | "storage"> {
  readonly storage: FaultyStorage;
  send(name: string, options?: JobOptions): Promise<void>;
  /** Writes many jobs at once. Default: in the tenant of the desk. */
  sendAll(names: readonly string[], options?: JobOptions, tenantId?: string): Promise<void>;
  /** Names of what was done, in order. */
  names(): Promise<readonly string[]>;
  rows(): Promise<readonly ErrandRow[]>;
  /** Writes rows that are due for the sweep. */
  due(names: readonly string[]): Promise<void>;
  waiting(): Promise<readonly JobRow[]>;
  /** Another process on the same storage, whose errands, plugins and options may be others. */
  another(
    script?: ErrandScript,
    further?: readonly AnyPlugin[],
    configure?: Partial<SupportOptions>,
  ): Promise<ErrandDesk>;
}

export function onErrandDesk(
  options: DeskSuiteOptions,
  script: ErrandScript,
  body: (desk: ErrandDesk) => Promise<void>,
  configure: Partial<SupportOptions> = {},
): Promise<void> {
  return onDesk(options, async (desk) => body(await withErrands(desk, script, [])), configure);
}

async function withErrands(
  base: TestDesk,
  script: ErrandScript,
  further: readonly AnyPlugin[],
  configure: Partial<SupportOptions> = {},
): Promise<ErrandDesk> {
  const storage = faultyStorage(base.storage);
  const plugin = errands(script);
  const desk = await base.another({ ...configure, storage, plugins: [...further, plugin] });
  // The plugin is there; the desk's general type does not name it.
  const { errands: calls } = desk.support as typeof desk.support & {
    readonly errands: Calls<typeof errandOperations, AnyHost>;
  };
  const sendAll: ErrandDesk["sendAll"] = async (names, given, tenantId = desk.support.tenantId) => {
    // As above.
    const { errands: others } = desk.support.tenant(tenantId) as unknown as {
      readonly errands: typeof calls;
    };
    await others.sendAll({ names: [...names], ...(given === undefined ? {} : { options: given }) });
  };
  const rows = () => calls.list();
  return {
    ...desk,
    storage,
    rows,
    send: (name, options) => calls.send(options === undefined ? { name } : { name, options }),
    sendAll,
    names: async () => (await rows()).map(({ name }) => name),
    waiting: () => base.storage.find(jobs, { where: { field: "diedAt", is: null }, limit: 1_000 }),
    due: (names) => calls.due({ names: [...names], dueAt: base.clock.now() }),
    another: (other = {}, more = [], changed = {}) => withErrands(base, other, more, changed),
  };
}
