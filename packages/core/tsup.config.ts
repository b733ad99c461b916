import { packageBuild } from "../../tsup.base.ts";

export default packageBuild({
  index: "src/index.ts",
  memory: "src/memory/index.ts",
  "sla-svg": "src/sla-svg/index.ts",
  calendar: "src/calendar/index.ts",
  icalendar: "src/icalendar/index.ts",
});
