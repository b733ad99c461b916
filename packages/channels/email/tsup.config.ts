import { packageBuild } from "../../../tsup.base.ts";

export default packageBuild({ index: "src/index.ts", parseWorker: "src/parsing/parseWorker.ts" });
