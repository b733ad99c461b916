import { describe } from "vitest";
import { attachmentTests } from "./attachments.ts";
import { auditTests } from "./audit/index.ts";
import { boundDeskTests } from "./boundDesks.ts";
import { cancelTests } from "./cancelling.ts";
import { caseFieldTests } from "./caseFields.ts";
import { countTests } from "./counting.ts";
import { customerMergeTests } from "./customerMerges.ts";
import { customerPartingTests } from "./customerPartings.ts";
import { customerTests } from "./customers.ts";
import { declineTests } from "./declining.ts";
import { deliveryTests } from "./deliveries.ts";
import { deliveryNewsTests } from "./deliveryNews.ts";
import { eventTests } from "./events.ts";
import { followingTests } from "./following.ts";
import { followUpTests } from "./followUps.ts";
import { historyTests } from "./history.ts";
import { hostContextTests } from "./hostContext.ts";
import { idempotencyTests } from "./idempotency.ts";
import { identityTests } from "./identities.ts";
import { jobFailureTests } from "./jobFailures.ts";
import { jobTests } from "./jobs.ts";
import { keptMailTests } from "./keptMail.ts";
import { leaverTests } from "./leavers.ts";
import { lifeTests } from "./life.ts";
import { listenerTests } from "./listeners.ts";
import { machineTests } from "./machines.ts";
import { mergeTests } from "./merging.ts";
import { nameTests } from "./names.ts";
import { noteTests } from "./notes.ts";
import { oddInputTests } from "./oddInputs.ts";
import type { DeskSuiteOptions } from "./options.ts";
import { permissionTests } from "./permissions.ts";
import { queueTests } from "./queues.ts";
import { receivingTests } from "./receiving.ts";
import { replyTests } from "./replies.ts";
import { senderTests } from "./senders.ts";
import { skewTests } from "./skew.ts";
import { splitTests } from "./splitting.ts";
import { statusTests } from "./statuses.ts";
import { sweepTests } from "./sweeps.ts";
import { tenantTests } from "./tenants.ts";
import { threadingTests } from "./threading.ts";
import { versionTests } from "./versions.ts";

/**
 * How a whole desk behaves on a storage, through `createSupport` and nothing else. Call it in a test file of vitest.
 *
 * ```ts
 * deskSuite({ name: "memory", create: memoryStorage });
 * ```
 */
export function deskSuite(options: DeskSuiteOptions): void {
  describe(`desk on ${options.name}`, () => {
    receivingTests(options);
    threadingTests(options);
    senderTests(options);
    machineTests(options);
    replyTests(options);
    deliveryTests(options);
    deliveryNewsTests(options);
    historyTests(options);
    noteTests(options);
    statusTests(options);
    followUpTests(options);
    mergeTests(options);
    splitTests(options);
    declineTests(options);
    versionTests(options);
    idempotencyTests(options);
    customerTests(options);
    customerMergeTests(options);
    customerPartingTests(options);
    identityTests(options);
    hostContextTests(options);
    leaverTests(options);
    permissionTests(options);
    boundDeskTests(options);
    oddInputTests(options);
    tenantTests(options);
    jobTests(options);
    jobFailureTests(options);
    cancelTests(options);
    sweepTests(options);
    keptMailTests(options);
    attachmentTests(options);
    eventTests(options);
    followingTests(options);
    skewTests(options);
    auditTests(options);
    lifeTests(options);
    caseFieldTests(options);
    nameTests(options);
    listenerTests(options);
    countTests(options);
    queueTests(options);
  });
}
