export { canonicalJson } from "./canonicalJson.ts";
export type { RecordedErasure } from "./checkEvent.ts";
export type { AuditFault, AuditFaultCode } from "./faults.ts";
export type { RedactInput, Redaction } from "./redact.ts";
export type { AuditReport, VerifiedErasure } from "./report.ts";
export { type AuditFacade, auditRoom } from "./room.ts";
export { type AuditBlock, type AuditHead, auditBlocks, auditEntries } from "./schema.ts";
export type { AuditOptions } from "./sweep.ts";
export type { VerifyInput } from "./verify.ts";
