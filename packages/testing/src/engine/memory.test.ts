import { engineSuite } from "./engineSuite.ts";
import { memoryQueue } from "./memoryQueue.ts";

engineSuite({ name: "memory", create: memoryQueue });
