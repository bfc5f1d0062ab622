import { parseZonedDateTime } from "@internationalized/date";
import { describe, expect, it } from "vitest";
import { dueAt, presetOf, remindAt, remindBefore } from "./due";

const kyiv = "Europe/Kyiv";
const sunday = parseZonedDateTime("2026-11-22T12:30[Europe/Kyiv]");

describe("dueAt", () => {
  it("counts in the company's time zone", () => {
    expect(dueAt("today", kyiv, sunday)).toBe("2026-11-22T16:00:00.000Z");
    expect(dueAt("tomorrow", kyiv, sunday)).toBe("2026-11-23T08:00:00.000Z");
    expect(dueAt("threeDays", kyiv, sunday)).toBe("2026-11-25T08:00:00.000Z");
  });

  it("means the next Monday, never today", () => {
    expect(dueAt("monday", kyiv, sunday)).toBe("2026-11-23T08:00:00.000Z");
    expect(dueAt("monday", kyiv, sunday.add({ days: 1 }))).toBe("2026-11-30T08:00:00.000Z");
    expect(dueAt("monday", kyiv, sunday.add({ days: 4 }))).toBe("2026-11-30T08:00:00.000Z");
  });

  it("is in an hour when today's evening has passed", () => {
    expect(dueAt("today", kyiv, parseZonedDateTime("2026-11-22T19:05[Europe/Kyiv]"))).toBe("2026-11-22T18:05:00.000Z");
  });

  it("keeps ten in the morning across a change of clocks", () => {
    expect(dueAt("tomorrow", kyiv, parseZonedDateTime("2026-10-24T12:00[Europe/Kyiv]"))).toBe(
      "2026-10-25T08:00:00.000Z",
    );
  });
});

describe("reminders", () => {
  it("are so many minutes before", () => {
    expect(remindBefore("2026-11-22T16:00:00Z", remindAt("2026-11-22T16:00:00Z", 15))).toBe(15);
    expect(remindBefore(null, null)).toBeNull();
  });
});

describe("presetOf", () => {
  it("knows its own presets and nothing else", () => {
    expect(presetOf(dueAt("tomorrow", kyiv), kyiv)).toBe("tomorrow");
    expect(presetOf("2001-01-01T00:00:00Z", kyiv)).toBeNull();
    expect(presetOf(null, kyiv)).toBeNull();
  });
});
