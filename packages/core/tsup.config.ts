import { packageBuild } from "../../tsup.base.ts";

export default packageBuild({
  index: "src/index.ts",
  memory: "src/memory/index.ts",
  calendar: "src/calendar/index.ts",
  icalendar: "src/icalendar/index.ts",
});
