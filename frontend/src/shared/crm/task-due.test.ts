import { describe, expect, it } from "vitest";
import { createFormat } from "@/shared/lib/format";
import { dueText, isOverdue } from "./task-due";

const format = createFormat({ locale: "ru", timeZone: "Europe/Kyiv", currency: "UAH" });
const words = { yesterday: "вчера", today: "сегодня", tomorrow: "завтра" };
// Sunday, 23:30 in Kyiv: the day there is already not the day in UTC plus hours.
const now = Date.parse("2026-11-22T21:30:00Z");
const text = (due: string) => dueText(due, format, words, now);

describe("a task's due time", () => {
  it("is told by the company's days", () => {
    expect(text("2026-11-22T10:00:00Z")).toBe("сегодня, 12:00");
    expect(text("2026-11-22T22:30:00Z")).toBe("завтра, 00:30");
    expect(text("2026-11-21T12:00:00Z")).toBe("вчера, 14:00");
    expect(text("2026-11-25T08:00:00Z")).toBe("ср, 10:00");
    expect(text("2026-12-03T08:00:00Z")).toBe("3 дек., 10:00");
    expect(text("2026-11-10T08:00:00Z")).toBe("10 нояб., 10:00");
  });

  it("passes while the list stands", () => {
    expect(isOverdue({ due_at: "2026-11-22T21:29:00Z", group: "today" }, now)).toBe(true);
    expect(isOverdue({ due_at: "2026-11-22T21:31:00Z", group: "today" }, now)).toBe(false);
    expect(isOverdue({ due_at: null, group: "none" }, now)).toBe(false);
    expect(isOverdue({ due_at: "2026-11-01T10:00:00Z", group: "completed" }, now)).toBe(false);
  });
});
