import { createHash } from "node:crypto";
import type { Server } from "../connecting/server.ts";
import type { Session } from "../connecting/session.ts";
import { quoted } from "../literals.ts";

/** A lock of the server lasts as long as the connection, so that a process that dies lets go of it. */
const waitSeconds = 10;

/** Runs work while no other process changes the tables under the prefix; waits for as long as one does. */
export async function withSchemaLock<Result>(
  session: Session,
  server: Server,
  prefix: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const digest = createHash("sha256").update(`${server.identity} ${prefix}`).digest("hex");
  const name = quoted(`heedkit-${digest.slice(0, 40)}`);
  return session.unhurried(server, async () => {
    for (;;) {
      const [found] = await session.run([`select get_lock(${name}, ${waitSeconds})`]);
      if (Number(found?.rows[0]?.[0]) === 1) break;
    }
    try {
      return await work();
    } finally {
      if (!session.isLost) await session.run([`do release_lock(${name})`]).catch(() => session.destroy());
    }
  });
}
