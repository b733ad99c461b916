import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createSupport, type Support } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { expect, onTestFinished, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { startDovecot, type TestMailbox } from "../testing/dovecot.ts";
import { mailText } from "../testing/mailText.ts";
import { impatient, slowPoison } from "../testing/poison.ts";

const dovecot = startDovecot();
if (dovecot === null) {
  test.skip("poison by IMAP: Dovecot is not installed, run scripts/services.sh dovecot", () => {});
}

/** Another process starts, loads everything and reads poison for its whole time. */
const patienceMs = 240_000;
const resolver = new URL("../../../../../scripts/resolve-sources.ts", import.meta.url).href;
const program = new URL("../testing/poisonedDesk.ts", import.meta.url).pathname;

function startLife(path: string, { port, user }: TestMailbox): ChildProcess {
  const life = spawn(process.execPath, ["--import", resolver, program, path, String(port), user], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  onTestFinished(() => void life.kill("SIGKILL"));
  return life;
}

async function killed(life: ChildProcess): Promise<void> {
  life.kill("SIGKILL");
  await once(life, "exit");
}

/** Waits until the desk is as it should be; the test's own time limit ends it otherwise. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(20);
}

/** What the desk holds, seen from this process. */
async function openDesk(path: string): Promise<Support> {
  const storage = sqliteStorage({ path });
  const support = await createSupport({ storage, channels: [emailChannel(impatient)] });
  onTestFinished(() => storage.close());
  return support;
}

test.skipIf(dovecot === null)(
  "poison in a mailbox is counted across lives of the process, and what is behind it is taken in",
  async () => {
    if (dovecot === null) return;
    const folder = mkdtempSync(join(tmpdir(), "heedkit-poison-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "desk.db");
    const mailbox = dovecot.mailbox();
    await mailbox.as(async (client) => {
      for (const bytes of [slowPoison(), mailText({ Subject: "one" }), mailText({ Subject: "two" })])
        await client.append("INBOX", Buffer.from(bytes));
    });
    const support = await openDesk(path);

    // The first life dies after the first count, while it reads the message for the second time.
    const first = startLife(path, mailbox);
    await until(async () => (await support.intake.listKept()).rows.length === 1);
    await killed(first);
    const [once] = (await support.intake.listKept()).rows;
    expect(once).toMatchObject({ parserStops: 1 });
    expect((await support.cases.list()).rows).toHaveLength(0);

    // The second one is given the message again: once more it is read, and no more.
    const second = startLife(path, mailbox);
    await until(async () => (await support.cases.list()).rows.length === 2);
    expect((await support.intake.listKept()).rows).toMatchObject([{ id: once?.id, parserStops: 2 }]);
    await killed(second);

    // The third one has nothing to do with it.
    await mailbox.as((client) => client.append("INBOX", Buffer.from(mailText({ Subject: "three" }))));
    startLife(path, mailbox);
    await until(async () => (await support.cases.list()).rows.length === 3);
    expect((await support.intake.listKept()).rows).toMatchObject([{ id: once?.id, parserStops: 2 }]);
  },
  patienceMs,
);
