import type { CaseSettings } from "../cases/index.ts";
import { anything, type Shape, shapeOf } from "./shapes.ts";

const text = (about: string): Shape => ({ of: "text", about });
const instant = (about: string): Shape => ({ of: "instant", about });

const customer: Readonly<Record<string, Shape>> = {
  name: text("As given by the customer or the host, on one line; empty if it contains a link."),
  knownName: text(
    "The name that the desk gave a customer with a hostId, else empty, as other names are not trusted.",
  ),
  locale: text("BCP 47 tag."),
  timeZone: text("IANA time zone."),
  fields: { ...anything, about: "The customer's fields, as defined by the host." },
};

const desk: Shape = {
  of: "object",
  about: "The brand that the case is of, else the desk.",
  fields: { name: text("Its name."), url: text("Where customers find it.") },
};

const brand: Readonly<Record<string, Shape>> = {
  key: text("What programs call the brand; empty where the case is of none."),
  name: text("Name of the brand, else of the desk."),
  url: text("Where customers find it."),
  address: text("The first of its mail addresses."),
  logoUrl: text("Address of its logo."),
  colours: {
    of: "object",
    fields: {
      primary: text("A CSS colour."),
      text: text("A CSS colour."),
      background: text("A CSS colour."),
    },
  },
};

/** As signatures see the brand. */
export const brandShape: Shape = { of: "object", about: "The brand that the case is of.", fields: brand };

const signedBrand: Shape = {
  of: "object",
  about: "The brand that the case is of.",
  fields: { ...brand, signature: text("What ends messages in its name, as plain text.") },
};

const contact: Shape = {
  of: "object",
  about: "How to reach a person.",
  fields: {
    phone: text("Telephone number."),
    chatUrl: text("Where customers start a chat."),
    hours: text("When somebody is available."),
    text: text("Anything else, in the host's words."),
    any: { of: "boolean", about: "Whether any of these is set." },
  },
};

const sla: Shape = {
  of: "object",
  fields: {
    firstReplyDue: text("When the first reply is due, in the customer's language and time zone, or empty."),
    firstReplyDueAt: instant("The same, as an instant."),
  },
};

/** For templates that an agent can send. */
export const agentShape: Shape = {
  of: "object",
  about: "The agent who replies; empty if the desk does.",
  fields: { name: text("Name of the agent."), email: text("Email address of the agent.") },
};

/**
 * What every template can use. The host's own case fields are typed by its schema; those of customers have none, so
 * anything is allowed below `customer.fields`.
 */
export function commonShapes(settings: CaseSettings): Readonly<Record<string, Shape>> {
  return {
    customer: { of: "object", fields: customer },
    case: {
      of: "object",
      fields: {
        code: text("The tracking code, such as Case-6548."),
        subject: text("As the customer wrote it, on one line, with links removed."),
        status: text("Key of the status."),
        statusLabel: text("Display name of the status."),
        category: text("Category of the status."),
        priority: text("low, normal, high or urgent."),
        kind: text("question, complaint, incident, request, order or other."),
        stage: text("before, during or after the purchase."),
        tags: { of: "list", item: text("A tag.") },
        openedAt: instant("When it was opened."),
        fields: shapeOf(settings.fields),
      },
    },
    desk,
    brand: signedBrand,
    contact,
    sla,
  };
}
