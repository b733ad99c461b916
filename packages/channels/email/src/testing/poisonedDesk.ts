/** @module A desk in a process of its own, which reads a mailbox by IMAP and keeps its mail in SQLite. */
import { createSupport } from "@heedkit/core";
import { sqliteStorage } from "@heedkit/storage-sqlite";
import { emailChannel } from "../emailChannel.ts";
import { impatient } from "./poison.ts";

const [path = "", port = "", user = ""] = process.argv.slice(2);
const imap = {
  host: "127.0.0.1",
  port: Number(port),
  secure: false,
  auth: { user, password: "secret" },
  pollIntervalMs: 500,
};
const support = await createSupport({
  storage: sqliteStorage({ path }),
  channels: [emailChannel({ ...impatient, imap })],
  report: (error, what) => console.error(what, error),
});
await support.start();
console.log("started");
