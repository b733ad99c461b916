import type { OpenTimeSource } from "./open-time.ts";
import { layOutPage, PAGE_LENGTH, type Page } from "./page.ts";

/** The pages that calendars have: they cover the years 1900 to 2199. */
export const FIRST_PAGE = Math.floor(Date.UTC(1900, 0) / PAGE_LENGTH);
export const LAST_PAGE = Math.floor(Date.UTC(2200, 0) / PAGE_LENGTH);

/** Pages kept ready, by the low bits of their number: 70 years. Others are laid out again when asked for. */
const SLOTS = 64;

/** Asked of the boundary before the page `number`, with the business time since the index's origin. */
export type BoundaryCondition = (businessTime: number, number: number) => boolean;

/** The pages of a calendar, laid out when first needed, and the business time before each of them. */
export interface PageIndex {
  /** The page of that number, from `FIRST_PAGE` to `LAST_PAGE`. */
  page(number: number): Page;
  /** Business time from the index's origin to the start of a page that was asked for; negative before the origin. */
  before(number: number): number;
  /** The first page by whose end a condition holds that, once true, stays true; undefined when no page is. */
  firstPage(holdsAt: BoundaryCondition): number | undefined;
}

/** Indexes a source, from the page that is asked for first and in both directions as far as is asked later. */
export function createPageIndex(source: OpenTimeSource): PageIndex {
  const slots = new Array<Page | undefined>(SLOTS).fill(undefined);
  const befores = new Float64Array(LAST_PAGE - FIRST_PAGE + 2);
  // Business time is known before the pages `low` to `high`, both counted in.
  let low = Number.NaN;
  let high = Number.NaN;

  const before = (number: number) => befores[number - FIRST_PAGE] ?? 0;

  function layOut(number: number): Page {
    const start = number * PAGE_LENGTH;
    const page = layOutPage(number, source.openTime(start, start + PAGE_LENGTH));
    slots[number & (SLOTS - 1)] = page;
    return page;
  }

  function extendUp(): void {
    befores[high + 1 - FIRST_PAGE] = before(high) + layOut(high).total;
    high++;
  }

  function extendDown(): void {
    befores[low - 1 - FIRST_PAGE] = before(low) - layOut(low - 1).total;
    low--;
  }

  function load(number: number): Page {
    if (Number.isNaN(low)) low = high = number;
    while (number < low) extendDown();
    while (number >= high) extendUp();
    const page = slots[number & (SLOTS - 1)];
    return page?.number === number ? page : layOut(number);
  }

  function firstPage(holdsAt: BoundaryCondition): number | undefined {
    const holdsBefore = (number: number) => holdsAt(before(number), number);
    while (low > FIRST_PAGE && holdsBefore(low)) extendDown();
    while (high <= LAST_PAGE && !holdsBefore(high)) extendUp();
    if (holdsBefore(low) || !holdsBefore(high)) return undefined;
    let first = low;
    let last = high - 1;
    while (first < last) {
      const middle = (first + last) >> 1;
      if (holdsBefore(middle + 1)) last = middle;
      else first = middle + 1;
    }
    return first;
  }

  return {
    page(number) {
      const page = slots[number & (SLOTS - 1)];
      return page !== undefined && page.number === number ? page : load(number);
    },
    before,
    firstPage,
  };
}
