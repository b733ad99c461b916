import type { MessageRow } from "../cases/index.ts";

export type DeliveryState = NonNullable<MessageRow["deliveryState"]>;

/** Whether one state follows another, and why. `others`: only if it may be about another recipient. */
interface Step {
  readonly moves: boolean | "others";
  readonly because: string;
}

const goes = (because: string): Step => ({ moves: true, because });
const stays = (because: string): Step => ({ moves: false, because });
const goesForOthers = (because: string): Step => ({ moves: "others", because });
const repeated = stays("The state is the same.");

/**
 * How the state of a message moves: forward, whatever the order and number of reports. The state is that of the message
 * as a whole: with several recipients, one that did not get it decides.
 */
export const deliverySteps: Readonly<Record<DeliveryState, Readonly<Record<DeliveryState, Step>>>> = {
  queued: {
    queued: repeated,
    sent: goes("The provider accepted it."),
    delivered: goes("The report arrived before the provider's response."),
    read: goes("The report arrived before the provider's response."),
    failed: goes("The provider rejected it, or all attempts failed."),
    bounced: goes("The report arrived before the provider's response."),
  },
  sent: {
    queued: stays("The provider has it already, so nothing is waiting here."),
    sent: repeated,
    delivered: goes("It arrived."),
    read: goes("A message that was read has arrived."),
    failed: goes("The provider gave up on it after accepting it."),
    bounced: goes("It bounced."),
  },
  delivered: {
    queued: stays("It arrived, so nothing is left to send."),
    sent: stays("The provider's response arrived after the report."),
    delivered: repeated,
    read: goes("It was opened."),
    failed: goes("An intermediate server reported its own success, or this is about another recipient."),
    bounced: goes("An intermediate server reported its own success, or this is about another recipient."),
  },
  read: {
    queued: stays("It was read, so nothing is left to send."),
    sent: stays("The provider's response arrived after the report."),
    delivered: stays("A late report: a message that was read has arrived."),
    read: repeated,
    failed: goesForOthers("Whoever read it has it, but another recipient may not."),
    bounced: goesForOthers("Whoever read it has it, but another recipient may not."),
  },
  failed: {
    queued: goes("It is sent again."),
    sent: goes("Its job ran again, and the provider accepted it."),
    delivered: stays("Only a copy was delivered, or the report is late."),
    read: stays("Only a copy was read, or the report is late."),
    failed: repeated,
    bounced: stays("Its failure is already known, and it can be sent again."),
  },
  bounced: {
    queued: stays("A permanently bounced message is not sent again."),
    sent: stays("The provider's response arrived after the report."),
    delivered: stays("A late report from an intermediate server, or about another recipient."),
    read: stays("Another recipient has it, and anybody can forge a read receipt."),
    failed: stays("The bounce is already known."),
    bounced: repeated,
  },
};

/** Whether a report changes the state of a message. */
export function movesTo({ deliveryState, to, cc }: MessageRow, next: DeliveryState): boolean {
  const { moves } = deliverySteps[deliveryState ?? "queued"][next];
  return moves === "others" ? to.length + cc.length > 1 : moves;
}
