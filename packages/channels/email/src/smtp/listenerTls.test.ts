import { expect, test } from "vitest";
import { emailChannel } from "../emailChannel.ts";
import { fakeDesk } from "../testing/fakeDesk.ts";
import { outboundMessage } from "../testing/outboundMessage.ts";
import { sending } from "../testing/sending.ts";
import { testCertificate } from "../testing/testCertificate.ts";

test("with a certificate mail comes in by STARTTLS, over connections that are kept", async () => {
  const desk = fakeDesk();
  let port = 0;
  const secret = "a secret that is long enough to be one";
  const channel = emailChannel({
    address: "support@shop.example",
    secret,
    listen: {
      port: 0,
      tls: testCertificate(),
      onListening: (bound) => {
        port = bound.port;
      },
    },
    smtp: { host: "127.0.0.1", port: 1 },
  });
  await channel.start?.(desk);
  const smtp = {
    host: "127.0.0.1",
    port,
    requireTls: true,
    maxConnections: 1,
    tls: { rejectUnauthorized: false },
  };
  const send = sending(0, { smtp });
  const to = [{ kind: "email", value: "support@shop.example", name: null }];
  for (const messageId of ["msg_1", "msg_2"]) await send(outboundMessage({ messageId, to }));
  expect(desk.received).toHaveLength(2);
  await channel.stop?.();
});
