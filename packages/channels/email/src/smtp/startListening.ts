import { once } from "node:events";
import type { Server } from "node:net";
import { SupportError } from "@heedkit/core";
import type { SMTPServer } from "smtp-server";
import type { ListenOptions } from "./listenOptions.ts";

/** What the operating system says, and what to do about it. */
const advice: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program, or another desk, listens there. Stop it, or choose another listen.port",
  EACCES: "this process may not use the port. Choose one above 1023, or give the process the right to",
  EADDRNOTAVAIL: "this machine has no such address. Correct listen.host",
  ENOTFOUND: "the name is not known. Correct listen.host",
};

/** Binds the port. @throws SupportError INVALID_CONFIGURATION naming the address and what to do. */
export async function startListening(
  server: SMTPServer,
  { host = "127.0.0.1", port }: ListenOptions,
): Promise<Server> {
  try {
    const listening = server.listen(port, host);
    await once(listening, "listening");
    return listening;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const reason = advice[code] ?? (cause instanceof Error ? cause.message : String(cause));
    throw new SupportError("INVALID_CONFIGURATION", `Can't listen for mail on ${host}:${port}: ${reason}.`, {
      cause,
      details: { host, port, code },
    });
  }
}
