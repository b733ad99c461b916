import type { InboundMessage, Support } from "@heedkit/core";
import { rawOf } from "../desk/connector.ts";
import { beginning } from "../desk/process.ts";

/** Something that people or time ask of a desk, during which a process may crash. */
export interface UseCase {
  /**
   * Prepares the starting state and returns its ids. Without it, storage starts empty, without tables, and the process may
   * crash while starting as well.
   */
  prepare?(office: Office): Promise<readonly string[]>;
  /** Retried by the caller until an answer comes. */
  act(support: Support, ids: readonly string[]): Promise<unknown>;
  /** Error codes of a retry that mean the first attempt succeeded. */
  readonly doneAlready?: readonly string[];
}

/** The environment for preparations. */
export interface Office {
  readonly support: Support;
  /** Lets time pass. */
  pass(ms: number): void;
}

const minuteMs = 60_000;

export const useCases: Readonly<Record<string, UseCase>> = {
  start: { act: (support) => support.start().then(() => support.stop()) },
  receive: {
    prepare: async () => [],
    act: (support) => hear(support, "first"),
  },
  "receive an answer": {
    prepare: begun,
    act: (support) => hear(support, "second", "first"),
  },
  "receive a bounce": {
    async prepare(office) {
      const [caseId = ""] = await begun(office);
      const { id } = await office.support.cases.reply({ caseId, text: "It is on its way." });
      await office.support.tick();
      return [id];
    },
    act: (support, [messageId]) =>
      support.receive(
        "letters",
        rawOf(
          [
            {
              kind: "receipt",
              externalId: `<${messageId}@provider.example>`,
              state: "bounced",
              proven: true,
              recipient: ada,
              permanence: "hard",
              detail: "550 unknown",
            },
          ],
          "bounce",
          beginning,
        ),
      ),
  },
  reply: {
    prepare: begun,
    act: (support, [caseId = ""]) =>
      support.cases.reply({ caseId, text: "It is on its way." }, { idempotencyKey: "reply" }),
  },
  note: {
    prepare: begun,
    act: (support, [caseId = ""]) =>
      support.cases.note({ caseId, text: "Asks again." }, { idempotencyKey: "note" }),
  },
  solve: { prepare: begun, act: (support, [caseId = ""]) => support.cases.solve({ caseId }) },
  reopen: {
    async prepare(office) {
      const [caseId = ""] = await begun(office);
      await office.support.cases.solve({ caseId });
      return [caseId];
    },
    act: (support, [caseId = ""]) => support.cases.update({ caseId, status: "open" }),
  },
  merge: {
    async prepare(office) {
      const [intoId = ""] = await begun(office);
      const [fromId = ""] = (await hear(office.support, "another")).caseIds;
      return [fromId, intoId];
    },
    act: (support, [fromId = "", intoId = ""]) => support.cases.merge({ fromId, intoId }),
    doneAlready: ["INVALID_TRANSITION"],
  },
  split: {
    async prepare(office) {
      const [caseId = ""] = await begun(office);
      await hear(office.support, "second", "first");
      const { rows } = await office.support.cases.messages({ caseId });
      return [caseId, rows.find(({ text }) => text === "second")?.id ?? ""];
    },
    act: (support, [caseId = "", messageId = ""]) => support.cases.split({ caseId, messageIds: [messageId] }),
    doneAlready: ["NOT_FOUND"],
  },
  sweep: {
    async prepare(office) {
      const ids = await begun(office);
      // The first warning of the first reply is due.
      office.pass(4 * minuteMs);
      return ids;
    },
    act: (support) => support.tick(),
  },
  "wake a snoozed case": {
    async prepare(office) {
      const [caseId = ""] = await begun(office);
      await office.support.cases.snooze({ caseId, until: beginning + 20_000 });
      office.pass(30_000);
      return [caseId];
    },
    act: (support) => support.tick(),
  },
  "save a draft": {
    prepare: begunByAgent,
    act: (support, [caseId = "", agentId = ""]) =>
      support.drafts.save(
        { agentId, caseId, kind: "reply", text: "It is", addAttachments: [enclosed] },
        { idempotencyKey: "save" },
      ),
  },
  "send a draft": {
    async prepare(office) {
      const [caseId = "", agentId = ""] = await begunByAgent(office);
      const about = { agentId, caseId, kind: "reply" } as const;
      const draft = await office.support.drafts.save({ ...about, text: "It is", addAttachments: [enclosed] });
      return [caseId, draft.id];
    },
    act: (support, [caseId = "", draftId = ""]) =>
      support.cases.reply({ caseId, text: "It is on its way.", draftId }, { idempotencyKey: "send" }),
  },
  "remove a draft": {
    async prepare(office) {
      const [caseId = "", agentId = ""] = await begunByAgent(office);
      const about = { agentId, caseId, kind: "reply" } as const;
      const draft = await office.support.drafts.save({ ...about, addAttachments: [enclosed] });
      await office.support.drafts.remove({ draftId: draft.id });
      return [draft.id];
    },
    act: (support) => support.tick(),
  },
  "log time": {
    prepare: begunByAgent,
    act: (support, [caseId = "", agentId = ""]) =>
      support.timeEntries.create({ caseId, agentId, durationMs: minuteMs }, { idempotencyKey: "time" }),
  },
  deliver: {
    async prepare(office) {
      const [caseId = ""] = await begun(office);
      await office.support.cases.reply({ caseId, text: "It is on its way." });
      return [caseId];
    },
    act: (support) => support.tick(),
  },
};

const ada = { kind: "email", value: "ada@example.com", name: "Ada" };

const enclosed = { name: "a.txt", mediaType: "text/plain", bytes: new TextEncoder().encode("a") };

/** A case, and an agent who works on it. */
async function begunByAgent(office: Office): Promise<readonly string[]> {
  const [caseId = ""] = await begun(office);
  const { id } = await office.support.agents.create({ name: "Grace" });
  return [caseId, id];
}

async function begun({ support, pass }: Office): Promise<readonly string[]> {
  const { caseIds } = await hear(support, "first");
  await support.tick();
  pass(1_000);
  return caseIds;
}

function hear(support: Support, text: string, answers?: string) {
  const letter: InboundMessage = {
    kind: "message",
    externalId: `<${text}@customers.example>`,
    from: ada,
    to: [],
    cc: [],
    subject: "Order",
    text,
    html: null,
    newText: text,
    attachments: [],
    sentAt: null,
    threadHints:
      answers === undefined ? [] : [{ by: "reference", externalId: `<${answers}@customers.example>` }],
    automatic: null,
  };
  return support.receive("letters", rawOf([letter], text, beginning));
}
