import { describe, expect, test } from "vitest";
import { fakeClock } from "./fakeClock.ts";
import { seededRandom } from "./seededRandom.ts";

const monday = Date.parse("2026-01-05T09:00:00Z");

describe("fake clock", () => {
  test("stands still until told to move", async () => {
    const clock = fakeClock("2026-01-05T09:00:00Z");
    expect(clock.now()).toBe(monday);
    await clock.advance(90_000);
    expect(clock.now()).toBe(monday + 90_000);
  });

  test("ends waits in the order of their time, showing that time", async () => {
    const clock = fakeClock(monday);
    const seen: string[] = [];
    const note = (name: string) => () => void seen.push(`${name} ${clock.now() - monday}`);
    const waits = [clock.wait(300).then(note("late")), clock.wait(100).then(note("early"))];
    await clock.advance(1000);
    await Promise.all(waits);
    expect(seen).toEqual(["early 100", "late 300"]);
  });

  test("lets a loop of waits run within one advance", async () => {
    const clock = fakeClock(0);
    let ticks = 0;
    const loop = async () => {
      while (ticks < 10) await clock.wait(100).then(() => ticks++);
    };
    const done = loop();
    await clock.advance(450);
    expect(ticks).toBe(4);
    await clock.advance(1000);
    await done;
    expect(ticks).toBe(10);
  });

  test("ends a wait at once when its signal is aborted", async () => {
    const clock = fakeClock(0);
    const stop = new AbortController();
    const woken = clock.wait(1000, stop.signal);
    expect(clock.waiting).toBe(1);
    stop.abort();
    await woken;
    expect(clock.waiting).toBe(0);
  });

  test("shows whole milliseconds, also after a wait for a part of one", async () => {
    const clock = fakeClock(0);
    const woken = clock.wait(0.4);
    await clock.advance(1);
    await woken;
    void clock.wait(1.5).then(() => expect(clock.now()).toBe(3));
    await clock.advance(5);
    expect(clock.now()).toBe(6);
  });

  test("setting it back leaves waits as long as they were", async () => {
    const clock = fakeClock(1000);
    let isWoken = false;
    const woken = clock.wait(50).then(() => {
      isWoken = true;
    });
    clock.set(0);
    await clock.advance(49);
    expect([clock.now(), isWoken]).toEqual([49, false]);
    await clock.advance(1);
    await woken;
  });
});

describe("seeded random", () => {
  test("repeats itself for the same seed and differs for another", () => {
    const draw = (seed: number) => {
      const random = seededRandom(seed);
      return [random.fraction(), random.fraction(), ...random.bytes(8)];
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test("spreads evenly over [0, 1)", () => {
    const random = seededRandom(7);
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 10_000; draw++) {
      const bucket = Math.floor(random.fraction() * 10);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(700);
  });
});
