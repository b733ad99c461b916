import { createTransport } from "nodemailer";
import { deskAddress } from "../desk.ts";

export interface Envelope {
  /** Empty for the null sender, as in bounces and out-of-office replies. */
  readonly from: string;
  readonly to?: string;
}

/** Sends mail to the desk by SMTP, like any mail server. Resolves once the desk has answered 250. */
export function createSender(port: number) {
  const transport = createTransport({ host: "127.0.0.1", port, secure: false, ignoreTLS: true });
  return {
    async send(raw: Uint8Array, { from, to = deskAddress }: Envelope): Promise<void> {
      await transport.sendMail({ envelope: { from, to: [to], use8BitMime: true }, raw: Buffer.from(raw) });
    },
  };
}

export type Sender = ReturnType<typeof createSender>;
