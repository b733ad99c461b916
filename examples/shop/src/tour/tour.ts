import { chapter } from "../terminal.ts";
import { agentAnswers } from "./agentAnswers.ts";
import { customerWritesBack } from "./customerWritesBack.ts";
import { mailBounces } from "./mailBounces.ts";
import { mailComesIn, showAcknowledgement } from "./mailComesIn.ts";
import { oneTransaction } from "./oneTransaction.ts";
import { check, type Scene } from "./scene.ts";
import { urgentCase } from "./urgentCase.ts";

/** A desk at work, from the first mail to a solved case. Throws at the first thing that is wrong. */
export async function tour(scene: Scene): Promise<void> {
  const opened = await mailComesIn(scene);
  const caseOf = (letter: string) => {
    const caseId = opened.get(letter);
    if (caseId === undefined) throw new Error(`The letter ${letter} opened no case.`);
    return caseId;
  };
  await showAcknowledgement(scene, caseOf("german"));
  const mail = await agentAnswers(scene, caseOf("german"));
  await customerWritesBack(scene, caseOf("german"), mail);
  await urgentCase(scene, caseOf("picture"));
  await mailBounces(scene, caseOf("french"));
  await oneTransaction(scene);
  await solve(scene, caseOf("german"));
}

async function solve({ agent }: Scene, caseId: string): Promise<void> {
  chapter("Solved");
  const { code, status } = await agent.cases.solve({ caseId });
  check(status === "solved", `${code} is ${status}`);
}
