import { CaptureTag, Context, type Emitter, evalToken, ForTag, type Liquid } from "liquidjs";

/** Longest text that a template may write. */
const longestOutput = 500_000;
/** Longest text, and items of the longest list, that a template may keep in a variable or hand to a filter. */
const longestValue = 100_000;
/**
 * How much work filling in one template may be. Each tag, output and stretch of text counts 20 (`workOfStep`); filters,
 * comparisons, loops and captures count the characters or items that they look at or make, and ranges what they hold.
 * Counted rather than timed, so that a busy machine never fails a template that another one fills in.
 */
const mostWork = 1_000_000;
/** What each step counts. */
export const workOfStep = 20;
/** Lists within lists; deeper ones are not written. */
const deepestList = 5;
/** Names of fields are shorter than this; looking up a longer one counts. */
const longestFreeName = 100;

const tooMuch = {
  output: `it writes more than ${longestOutput} characters`,
  value: `it makes or looks at more than ${longestValue} characters or items at once`,
  work: `it takes more than ${mostWork} steps of work`,
  depth: `it writes lists more than ${deepestList} deep`,
};

/** A context of Liquid that counts what is done in it, and stops what is too much. */
export class BoundedContext extends Context {
  constructor(values: object, liquid: Liquid) {
    super(values, liquid.options, { sync: true }, { liquid });
    let used = 0;
    // Liquid calls this wherever it makes or looks through something.
    this.memoryLimit.use = (count) => {
      const amount = Number(count);
      if (!(amount > 0)) return;
      if (amount > longestValue) throw new Error(tooMuch.value);
      used += amount;
      if (used > mostWork) throw new Error(tooMuch.work);
    };
    // Asked at each node that is left to Liquid: where Liquid looks at the time, this counts.
    this.renderLimit.check = () => this.memoryLimit.use(workOfStep);
  }

  override readProperty(...[object, key]: Parameters<Context["readProperty"]>): unknown {
    if (typeof key === "string" && key.length > longestFreeName) this.memoryLimit.use(key.length);
    return super.readProperty(object, key);
  }
}

/** Collects what a template writes. */
export function outputEmitter(): Emitter {
  return limitedEmitter(longestOutput, tooMuch.output);
}

function limitedEmitter(most: number, problem: string): Emitter {
  const emitter: Emitter = {
    buffer: "",
    write(value: unknown) {
      const text = stringified(value);
      if (emitter.buffer.length + text.length > most) throw new Error(problem);
      emitter.buffer += text;
    },
  };
  return emitter;
}

/** A value as a template writes it. */
export function stringified(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (!Array.isArray(value)) return String(value);
  if (sizeOf(value) > longestValue) throw new Error(tooMuch.value);
  return value.map(stringified).join("");
}

/** Characters of a text, or items of a list with the characters in them. */
export function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === "string") return value.length;
  if (!Array.isArray(value)) return 1;
  if (depth === deepestList) throw new Error(tooMuch.depth);
  let size = value.length;
  for (const item of value) {
    if (size > longestValue) break;
    size += typeof item === "string" || Array.isArray(item) ? sizeOf(item, depth + 1) : 0;
  }
  return size;
}

/** Refuses what is too large to be kept. */
export function refuseLarge(value: unknown): void {
  if (sizeOf(value) > longestValue) throw new Error(tooMuch.value);
}

/** `capture` with a bound on what it keeps: Liquid's own collects without one. */
export class BoundedCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    const emitter = limitedEmitter(longestValue, tooMuch.value);
    yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
    context.memoryLimit.use(emitter.buffer.length);
    Object.assign(context.bottom(), { [this.variable]: emitter.buffer });
  }
}

/** `for` that counts the list it goes through, which `offset`, `limit` and `reversed` copy. */
export class BoundedFor extends ForTag {
  override *render(context: Context, emitter: Emitter): Generator<unknown, undefined | string, never> {
    const items: unknown = yield evalToken(this.collection, context);
    context.memoryLimit.use(sizeOf(items));
    yield* super.render(context, emitter);
    return undefined;
  }
}
