import type { Arguments } from "./arguments.ts";
import { asAgent, openDesk, type ShopDesk } from "./desk.ts";
import { openMailbox } from "./post/mailbox.ts";
import { createSender } from "./post/sender.ts";
import { registerRegulars } from "./shop/customers.ts";
import { openDatabase } from "./shop/database.ts";
import type { Scene } from "./tour/scene.ts";

/** The shop as it runs, with its desk and the outside world around it. */
export interface Shop {
  readonly scene: Scene;
  readonly mailPort: number;
  /** Where outgoing mail is saved. */
  readonly mailFolder: string;
  stop(): Promise<void>;
}

const agentName = "Nino Lomidze";

export async function openShop({ databasePath, mailPort }: Arguments): Promise<Shop> {
  const database = openDatabase(databasePath);
  const mailFolder = `${databasePath.replace(/\.db$/, "")}.mail`;
  const mailbox = await openMailbox(mailFolder);
  const bound = { mailPort };
  const desk = await openDesk({
    database,
    mailPort,
    onListening: (port) => {
      bound.mailPort = port;
    },
    outgoingPort: mailbox.port,
  });
  const stop = async () => {
    await desk.stop();
    await mailbox.stop();
    database.close();
  };
  try {
    await desk.start();
    await registerRegulars(database, desk, Date.now());
    const agent = asAgent(desk, await agentIdOf(desk));
    const sender = createSender(bound.mailPort);
    const scene = { desk, agent, agentName, database, sender, mailbox };
    return { scene, mailPort: bound.mailPort, mailFolder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function agentIdOf(desk: ShopDesk): Promise<string> {
  const known = (await desk.agents.list()).rows.find(({ name }) => name === agentName);
  return known?.id ?? (await desk.agents.create({ name: agentName })).id;
}
