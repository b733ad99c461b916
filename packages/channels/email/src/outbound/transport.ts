import { createTransport } from "nodemailer";
import type { MailTransport, SmtpOptions } from "./smtpOptions.ts";

const thisMachine = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** The transport as given, or one of nodemailer for the server. */
export function openTransport(smtp: SmtpOptions | MailTransport): MailTransport {
  if ("sendMail" in smtp) return smtp;
  const secure = smtp.secure ?? false;
  const maxConnections = smtp.maxConnections ?? 0;
  return createTransport({
    host: smtp.host,
    port: smtp.port ?? (secure ? 465 : 587),
    secure,
    requireTLS: smtp.requireTls ?? (!secure && !thisMachine.test(smtp.host)),
    connectionTimeout: smtp.connectionTimeoutMs ?? 30_000,
    greetingTimeout: smtp.connectionTimeoutMs ?? 30_000,
    socketTimeout: smtp.socketTimeoutMs ?? 60_000,
    ...(smtp.auth === undefined ? {} : { auth: { user: smtp.auth.user, pass: smtp.auth.password } }),
    ...(smtp.name === undefined ? {} : { name: smtp.name }),
    ...(smtp.tls === undefined ? {} : { tls: smtp.tls }),
    ...(maxConnections > 0 ? { pool: true as const, maxConnections } : {}),
  });
}
