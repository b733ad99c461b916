import { describe, expect, test } from "vitest";
import { deskForTests, opened, somebody } from "./deskForTests.ts";

const contact = { phone: "+49 30 1234", chatUrl: "https://shop.example/chat", hours: "9–17" };
const articles = () => [{ title: "Late parcels", url: "https://shop.example/late" }];
const due = Date.parse("2026-11-23T09:15:00Z");

describe("acknowledgement", () => {
  test("says the code, the deadline in the customer's zone and language, articles, and how to reach a person", async () => {
    const desk = deskForTests({
      firstReplyDueAt: due,
      templates: { deskName: "Shop", contact, acknowledgement: { articles } },
    });
    const ada = await somebody(desk, {
      locale: "de-AT",
      timeZone: "Europe/Vienna",
      name: "Ada",
      hostId: "7",
    });
    const { found, acknowledgement } = await opened(desk, ada.id);
    expect(acknowledgement?.text).toBe(`Guten Tag Ada,

vielen Dank für Ihre Nachricht. Ihre Vorgangsnummer lautet ${found.code}.

Wir antworten Ihnen persönlich bis spätestens: Montag, 23. November um 10:15 MEZ.

Vielleicht helfen Ihnen diese Artikel schon weiter:
- Late parcels: https://shop.example/late

Wenn Sie lieber gleich mit jemandem sprechen möchten:
- Telefon: +49 30 1234
- Chat: https://shop.example/chat
- Erreichbar: 9–17

Sie können auch einfach auf diese Nachricht antworten; sie erreicht unser Team.

Shop`);
    expect(acknowledgement).toMatchObject({
      authorKind: "system",
      automatic: "acknowledgement",
      deliveryState: "queued",
      to: [{ kind: "email", value: "ada@example.com" }],
      subject: `Ihre Nachricht ist angekommen (${found.code})`,
    });
  });
});
