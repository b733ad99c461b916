/** Thrown where an event can't become a holiday; the message is the reason that the feed's owner reads. */
export class LeftOut extends Error {}
