import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSupport } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { onTestFinished } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import type { EmailChannelOptions } from "../options.ts";
import { mailText } from "./mailText.ts";
import { address, secret } from "./sending.ts";
import { smtpPeer } from "./smtpPeer.ts";
import { byWebhook, webhook } from "./webhook.ts";

/** A desk on a file, with a real channel: mail comes in as bytes, and goes out to a server on loopback. */
export async function openDesk(changes: Partial<EmailChannelOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "heedkit-mail-"));
  const peer = await smtpPeer();
  const smtp = { host: "127.0.0.1", port: peer.port };
  const storage = sqliteStorage({ path: join(folder, "desk.db") });
  const support = await createSupport({
    storage,
    channels: [emailChannel({ address, secret, webhook, smtp, ...changes })],
  });
  onTestFinished(async () => {
    await support.stop();
    await storage.close();
    await peer.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const take = (bytes: Uint8Array) => support.receive("email", byWebhook(bytes));
  return {
    support,
    take,
    /** What the desk has sent so far. */
    sent: peer.messages,
    /** Takes mail in; the case it went to. */
    async hear(headers: Readonly<Record<string, string>>, text?: string) {
      const { caseIds } = await take(mailText(headers, text));
      return support.cases.get({ caseId: caseIds[0] ?? "no case was opened" });
    },
    /** Answers a case; the mails that this makes. */
    async answer(caseId: string, text: string) {
      await support.tick();
      const before = peer.messages.length;
      await support.cases.reply({ caseId, text });
      await support.tick();
      return peer.messages.slice(before);
    },
  };
}
