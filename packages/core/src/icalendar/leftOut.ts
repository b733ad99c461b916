/** Thrown if an event can't become a holiday; the message is the reason shown to the feed's owner. */
export class LeftOut extends Error {}
