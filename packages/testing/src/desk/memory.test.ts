import { memoryStorage } from "@heedkit/core/memory";
import { deskSuite } from "./deskSuite.ts";

deskSuite({ name: "memory", create: memoryStorage });
