import { CaptureTag, Context, type Emitter, evalToken, ForTag, type Liquid } from "liquidjs";

/** Maximum length of a template's output. */
const longestOutput = 500_000;
/** Maximum length of a text, and of a list, that a template can store in a variable or pass to a filter. */
const longestValue = 100_000;
/**
 * Maximum work for rendering one template. Each tag, output and stretch of text counts 20 (`workOfStep`); filters,
 * comparisons, loops and captures count the characters or items that they process, and ranges their length. Counted
 * rather than timed, so that a busy machine never fails a template that another one renders.
 */
const mostWork = 1_000_000;
/** The cost of each step. */
export const workOfStep = 20;
/** Maximum nesting of lists; deeper ones are not output. */
const deepestList = 5;
/** Names of fields are shorter than this; looking up a longer one counts. */
const longestFreeName = 100;

const tooMuch = {
  output: `it outputs more than ${longestOutput} characters`,
  value: `it handles more than ${longestValue} characters or items at once`,
  work: `it takes more than ${mostWork} steps of work`,
  depth: `it outputs lists nested more than ${deepestList} deep`,
};

/** A Liquid context that counts the work done in it, and stops when it is too much. */
export class BoundedContext extends Context {
  constructor(values: object, liquid: Liquid) {
    super(values, liquid.options, { sync: true }, { liquid });
    let used = 0;
    // Liquid calls this wherever it creates or scans something.
    this.memoryLimit.use = (count) => {
      const amount = Number(count);
      if (!(amount > 0)) return;
      if (amount > longestValue) throw new Error(tooMuch.value);
      used += amount;
      if (used > mostWork) throw new Error(tooMuch.work);
    };
    // Called at each node that is left to Liquid: where Liquid checks the time, this counts.
    this.renderLimit.check = () => this.memoryLimit.use(workOfStep);
  }

  override readProperty(...[object, key]: Parameters<Context["readProperty"]>): unknown {
    if (typeof key === "string" && key.length > longestFreeName) this.memoryLimit.use(key.length);
    return super.readProperty(object, key);
  }
}

/** Collects the output of a template. */
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

/** A value as output by a template. */
export function stringified(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (!Array.isArray(value)) return String(value);
  if (sizeOf(value) > longestValue) throw new Error(tooMuch.value);
  return value.map(stringified).join("");
}

/** Characters of a text, or items of a list with their characters. */
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

/** Rejects values that are too large to store. */
export function refuseLarge(value: unknown): void {
  if (sizeOf(value) > longestValue) throw new Error(tooMuch.value);
}

/** `capture` with a size limit: Liquid's own has none. */
export class BoundedCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    const emitter = limitedEmitter(longestValue, tooMuch.value);
    yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
    context.memoryLimit.use(emitter.buffer.length);
    Object.assign(context.bottom(), { [this.variable]: emitter.buffer });
  }
}

/** `for` that counts the list it iterates over, which `offset`, `limit` and `reversed` copy. */
export class BoundedFor extends ForTag {
  override *render(context: Context, emitter: Emitter): Generator<unknown, undefined | string, never> {
    const items: unknown = yield evalToken(this.collection, context);
    context.memoryLimit.use(sizeOf(items));
    yield* super.render(context, emitter);
    return undefined;
  }
}
