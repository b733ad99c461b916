import { expect, test } from "vitest";
import { type DeliveryState, deliverySteps } from "./deliveryStates.ts";

const states = Object.keys(deliverySteps) as readonly DeliveryState[];

test("each pair of states says whether it moves, and why", () => {
  const moving = Object.fromEntries(
    states.map((from) => [from, states.filter((to) => deliverySteps[from][to].moves !== false).join(" ")]),
  );
  expect(moving).toEqual({
    queued: "sent delivered read failed bounced",
    sent: "delivered read failed bounced",
    delivered: "read failed bounced",
    read: "failed bounced",
    failed: "queued sent",
    bounced: "",
  });
  for (const from of states)
    for (const to of states) expect(deliverySteps[from][to].because, `${from} to ${to}`).toMatch(/\.$/);
});
