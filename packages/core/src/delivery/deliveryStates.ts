import { type MessageRow, recipientsOf } from "../cases/index.ts";

export type DeliveryState = NonNullable<MessageRow["deliveryState"]>;

/** Whether a state follows another, and why. `others`: only where somebody else may be meant than the state is about. */
interface Step {
  readonly moves: boolean | "others";
  readonly because: string;
}

const goes = (because: string): Step => ({ moves: true, because });
const stays = (because: string): Step => ({ moves: false, because });
const goesForOthers = (because: string): Step => ({ moves: "others", because });
const repeated = stays("It is so already.");

/**
 * How the state of a message moves: forward, whatever the order in which news comes in and however often. The state is
 * that of the message as a whole: where it has several recipients, the one who did not get it counts.
 */
export const deliverySteps: Readonly<Record<DeliveryState, Readonly<Record<DeliveryState, Step>>>> = {
  queued: {
    queued: repeated,
    sent: goes("The provider took it over."),
    delivered: goes("The news was faster than the provider's answer."),
    read: goes("The news was faster than the provider's answer."),
    failed: goes("The provider refused it, or all attempts are used up."),
    bounced: goes("The news was faster than the provider's answer."),
  },
  sent: {
    queued: stays("What a provider took over waits for nothing here."),
    sent: repeated,
    delivered: goes("It arrived."),
    read: goes("Whoever reads it has it."),
    failed: goes("The provider gave it up after taking it over."),
    bounced: goes("It came back."),
  },
  delivered: {
    queued: stays("It arrived: nothing is to be sent."),
    sent: stays("The provider's answer was slower than the news."),
    delivered: repeated,
    read: goes("It was opened."),
    failed: goes("An earlier station had told of its own success, or it is of another recipient."),
    bounced: goes("An earlier station had told of its own success, or it is of another recipient."),
  },
  read: {
    queued: stays("It was read: nothing is to be sent."),
    sent: stays("The provider's answer was slower than the news."),
    delivered: stays("Late news: whoever reads it has it."),
    read: repeated,
    failed: goesForOthers("Who read it has it; another recipient may not."),
    bounced: goesForOthers("Who read it has it; another recipient may not."),
  },
  failed: {
    queued: goes("It is sent again."),
    sent: goes("Its job was done once more, and the provider took it over."),
    delivered: stays("Only a copy of it went out, or the news is late."),
    read: stays("Only a copy of it went out, or the news is late."),
    failed: repeated,
    bounced: stays("That it failed was told; it may be sent again."),
  },
  bounced: {
    queued: stays("What came back for good is not sent again."),
    sent: stays("The provider's answer was slower than the news."),
    delivered: stays("Late news of an earlier station, or of another recipient."),
    read: stays("Another recipient has it; anybody can write a notice that says so."),
    failed: stays("That it came back was told."),
    bounced: repeated,
  },
};

/** Whether news moves a message from the state it has. */
export function movesTo(message: MessageRow, next: DeliveryState): boolean {
  const { moves } = deliverySteps[message.deliveryState ?? "queued"][next];
  return moves === "others" ? recipientsOf(message).length > 1 : moves;
}
