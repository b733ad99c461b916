import type { Support } from "@heedkit/core";
import { beginning } from "../desk/process.ts";
import { poison } from "../desk/provider.ts";
import type { Simulation } from "../simulation.ts";
import { askUntilTold, type Client, createClient } from "./asking.ts";

/** What agents wrote: an acknowledged reply must exist exactly once, a refused one at most once. */
export interface Written {
  readonly text: string;
  readonly direction: "out" | "note";
  readonly isDone: boolean;
  /** The latest message that the reply's author had seen. */
  readonly seenMessageId?: string;
}

type Cases = Support["cases"];

/** An agent at work: looks at the cases, picks one, does something with it. */
export async function work(
  simulation: Simulation,
  written: Written[],
  name: string,
  agentId: string,
): Promise<void> {
  const client = createClient(simulation, name);
  const { dice } = client;
  const actions = dice.between(4, 10);
  for (let at = 0; at < actions; at++) {
    await client.sleep(dice.between(5_000, 240_000));
    const listed = await on(simulation, client, agentId, { task: "list", label: "list cases" }, (cases) =>
      cases.list({ limit: 20 }),
    );
    const rows = "result" in listed ? listed.result.rows : [];
    if (rows.length === 0) continue;
    await act(
      simulation,
      written,
      client,
      agentId,
      `${client.name} ${at}`,
      rows.map(({ id }) => id),
    );
  }
}

async function act(
  simulation: Simulation,
  written: Written[],
  client: Client,
  agentId: string,
  key: string,
  caseIds: readonly string[],
): Promise<void> {
  const { dice } = client;
  const caseId = dice.pick(caseIds);
  const perform = <Result>(task: string, what: (cases: Cases) => Promise<Result>) =>
    on(simulation, client, agentId, { task, label: `${task} ${key}` }, what);
  const write = async (
    direction: Written["direction"],
    text: string,
    what: (cases: Cases) => Promise<unknown>,
    seenMessageId?: string,
  ) => {
    const told = await perform(direction === "out" ? "reply" : "note", what);
    const seen = seenMessageId === undefined ? {} : { seenMessageId };
    written.push({ text, direction, isDone: "result" in told, ...seen });
  };
  const action = dice.pick([
    "reply",
    "reply",
    "reply",
    "note",
    "solve",
    "reopen",
    "merge",
    "split",
    "hand off",
    "priority",
    "assign",
    "snooze",
    "log time",
  ]);
  if (action === "reply") {
    const isPoison = simulation.faults.strikes("delivery of a message always fails");
    const text = `reply ${key}${isPoison ? ` ${poison}` : ""}`;
    const status = dice.chance(0.2) ? { status: "pending" } : {};
    if (dice.chance(0.5)) {
      await write("out", text, (cases) => cases.reply({ caseId, text, ...status }, { idempotencyKey: key }));
      return;
    }
    const listed = await perform("read", (cases) => cases.messages({ caseId, limit: 100 }));
    const seen = "result" in listed ? dice.pick(listed.result.rows) : undefined;
    if (seen === undefined) return;
    await client.sleep(dice.between(1_000, 30_000));
    await write(
      "out",
      text,
      (cases) => cases.reply({ caseId, text, seenMessageId: seen.id, ...status }, { idempotencyKey: key }),
      seen.id,
    );
  } else if (action === "note") {
    const text = `note ${key}`;
    await write("note", text, (cases) => cases.note({ caseId, text }, { idempotencyKey: key }));
  } else if (action === "solve") await perform("solve", (cases) => cases.solve({ caseId }));
  else if (action === "reopen") await perform("reopen", (cases) => cases.update({ caseId, status: "open" }));
  else if (action === "merge") {
    const intoId = dice.pick(caseIds);
    await perform("merge", (cases) => cases.merge({ fromId: caseId, intoId }));
  } else if (action === "split") {
    const position = dice.fraction();
    await perform("split", async (cases) => {
      const { rows } = await cases.messages({ caseId });
      const moved = rows[Math.floor(position * rows.length)];
      return cases.split({ caseId, messageIds: moved === undefined ? [] : [moved.id] });
    });
  } else if (action === "hand off") {
    const to = dice.pick(["bot", "human"] as const);
    await perform("hand off", (cases) => cases.handOff({ caseId, to }));
  } else if (action === "priority") {
    const priority = dice.pick(["low", "normal", "high", "urgent"] as const);
    await perform("priority", (cases) => cases.update({ caseId, priority }));
  } else if (action === "snooze") {
    const until = beginning + simulation.world.elapsed + dice.between(60_000, 600_000);
    await perform("snooze", (cases) => cases.snooze({ caseId, until }));
  } else if (action === "log time") {
    const durationMs = dice.between(1_000, 3_600_000);
    const asked = { task: action, label: `${action} ${key}` };
    await askUntilTold(simulation, client, asked, (support) =>
      support
        .as({ kind: "agent", id: agentId })
        .timeEntries.create({ caseId, durationMs }, { idempotencyKey: key }),
    );
  } else await perform("assign", (cases) => cases.assign({ caseId, assigneeId: agentId }));
}

function on<Result>(
  simulation: Simulation,
  client: Client,
  agentId: string,
  asked: { readonly task: string; readonly label: string },
  what: (cases: Cases) => Promise<Result>,
) {
  return askUntilTold(simulation, client, asked, (support) =>
    what(support.as({ kind: "agent", id: agentId }).cases),
  );
}
