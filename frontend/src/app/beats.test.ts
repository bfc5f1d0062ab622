import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createBeats } from "./beats";

const minute = 60_000;
const send = vi.fn();
let shared = Number.NEGATIVE_INFINITY;
let isVisible = true;
const start = () => createBeats({ isVisible: () => isVisible, send, shared: { get: () => shared, set } });
const set = (at: number) => {
  shared = at;
};

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-26T09:00:30Z") });
  isVisible = true;
  shared = Number.NEGATIVE_INFINITY;
});
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

it("beats at the first input and at most once a minute however much follows", () => {
  const beats = start();
  for (let second = 0; second < 180; second += 1) {
    beats.input();
    vi.advanceTimersByTime(1000);
  }
  expect(send).toHaveBeenCalledTimes(4);
});

it("does not forget input that came too early for its own beat", () => {
  const beats = start();
  beats.input();
  vi.advanceTimersByTime(50_000);
  beats.input();
  expect(send).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(send).toHaveBeenCalledTimes(2);
});

it("is silent without input", () => {
  const beats = start();
  beats.input();
  vi.advanceTimersByTime(20 * minute);
  expect(send).toHaveBeenCalledTimes(1);
});

it("is silent while the tab is hidden, also about what was done before", () => {
  const beats = start();
  beats.input();
  vi.advanceTimersByTime(30_000);
  beats.input();
  isVisible = false;
  vi.advanceTimersByTime(2 * minute);
  beats.input();
  expect(send).toHaveBeenCalledTimes(1);
});

it("says nothing when the machine wakes up with an old timer", () => {
  const beats = start();
  beats.input();
  vi.advanceTimersByTime(1000);
  beats.input();
  vi.setSystemTime(Date.now() + 3 * 60 * minute);
  vi.advanceTimersByTime(minute);
  expect(send).toHaveBeenCalledTimes(1);
});

it("leaves the minute to another tab that has it already", () => {
  const beats = start();
  set(Date.now());
  beats.input();
  vi.advanceTimersByTime(30_000);
  set(Date.now());
  vi.advanceTimersByTime(30_000);
  expect(send).not.toHaveBeenCalled();
  vi.advanceTimersByTime(30_000);
  beats.input();
  expect(send).toHaveBeenCalledTimes(1);
});

it("goes on when the clock is set back", () => {
  const beats = start();
  beats.input();
  vi.setSystemTime(Date.now() - 60 * minute);
  beats.input();
  expect(send).toHaveBeenCalledTimes(2);
});
