import { type Change, SupportError } from "@heedkit/core";
import type { MysqlValue, SqlTables } from "@heedkit/storage-sql";
import type { Server } from "../connecting/server.ts";
import type { Session } from "../connecting/session.ts";
import { commitInDoubt, errorNumber, errors, isLost, violatedIndex } from "../failures.ts";
import { quoted, written } from "../literals.ts";
import { applyChanges } from "./applying.ts";
import { type Step, scriptOf } from "./script.ts";

/** A script that some change of the commit stopped. */
class StoppedError extends Error {}

/**
 * Commits in one round trip where nothing is large: one text from `start transaction` to `commit`, at whose first
 * failure the server stops. Where a change could not be applied all are run again one by one, to tell which it was.
 */
export async function commitChanges(
  session: Session,
  { maxPacket }: Server,
  tables: SqlTables<MysqlValue>,
  changes: readonly Change[],
): Promise<void> {
  const script = scriptOf(tables, changes);
  if (script === null) return commitOneByOne(session, tables, changes);
  const steps = packed(script, maxPacket);
  // Until the last step is sent, whatever a broken connection leaves behind is rolled back.
  let isLastStep = false;
  try {
    for (const [at, step] of steps.entries()) {
      isLastStep = at === steps.length - 1;
      await run(session, step);
    }
    return;
  } catch (error) {
    await rollBack(session);
    if (!isStopped(error)) throw isLastStep && isLost(error) ? commitInDoubt(error) : error;
  }
  await commitOneByOne(session, tables, changes);
}

async function commitOneByOne(
  session: Session,
  tables: SqlTables<MysqlValue>,
  changes: readonly Change[],
): Promise<void> {
  let isLastStep = false;
  try {
    await session.run(["start transaction"]);
    await applyChanges(
      {
        change: async (bound) => (await session.execute(bound)).affected,
        rows: async (bound) => (await session.run([written(bound, quoted)]))[0]?.rows ?? [],
        countsFound: true,
      },
      tables,
      changes,
    );
    isLastStep = true;
    await session.run(["commit"]);
  } catch (error) {
    await rollBack(session);
    throw isLastStep && isLost(error) ? commitInDoubt(error) : error;
  }
}

/** Rolls back an open transaction, if any. If that fails, the connection is discarded. */
export async function rollBack(session: Session): Promise<void> {
  if (session.isLost) return;
  try {
    await session.run(["rollback"]);
  } catch {
    session.destroy();
  }
}

function isStopped(error: unknown): boolean {
  if (error instanceof StoppedError || violatedIndex(error) !== undefined) return true;
  return errorNumber(error) === errors.moreThanOneRow;
}

async function run(session: Session, step: Step): Promise<void> {
  if ("texts" in step) {
    await session.run(step.texts);
    return;
  }
  const { affected } = await session.execute(step.prepared);
  if (step.isGuarded && affected === 0) throw new StoppedError();
}

/** The steps with the transaction around them, none larger than the server takes. */
function packed(steps: readonly Step[], maxPacket: number): readonly Step[] {
  // The packet has a head, statements are joined, and a character may take three bytes.
  const most = Math.floor((maxPacket - 1024) / 3);
  const result: Step[] = [];
  let texts: string[] = ["start transaction"];
  let length = 0;
  const flush = () => {
    if (texts.length > 0) result.push({ texts });
    texts = [];
    length = 0;
  };
  for (const step of steps) {
    if ("prepared" in step) {
      flush();
      result.push(step);
      continue;
    }
    for (const text of step.texts) {
      if (text.length > most && Buffer.byteLength(text) > maxPacket - 1024) throw tooLarge(maxPacket);
      if (length + text.length > most) flush();
      texts.push(text);
      length += text.length;
    }
  }
  texts.push("commit");
  flush();
  return result;
}

function tooLarge(maxPacket: number): SupportError {
  return new SupportError(
    "INVALID_INPUT",
    `The database accepts at most ${maxPacket} bytes at once, but the rows of one table in this commit are larger. Raise max_allowed_packet.`,
  );
}
