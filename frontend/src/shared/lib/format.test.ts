import { describe, expect, it } from "vitest";
import { createFormat, daysSince, initials, isoDay } from "./format";
import { toMinor } from "./money";
import { cleanPhone, formatPhone } from "./phone";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const ru = createFormat({ locale: "ru", timeZone: "Europe/Kyiv", currency: "UAH" });

describe("money", () => {
  it("shows whole amounts without a fraction and others with one", () => {
    expect(plain(ru.money(18_300_000))).toBe("183 000 ₴");
    expect(plain(ru.money(12_345))).toBe("123,45 ₴");
  });

  it("knows currencies without a minor unit", () => {
    expect(plain(ru.money(500, "JPY"))).toContain("500");
    expect(toMinor(500, "JPY")).toBe(500);
  });

  it("shortens large sums", () => {
    expect(plain(ru.compactMoney(460_000_000))).toBe("4,6 млн ₴");
  });

  it("turns what was typed into minor units without float errors", () => {
    expect(toMinor(19.99, "UAH")).toBe(1999);
    expect(toMinor(1.005, "UAH")).toBe(100);
  });
});

describe("time", () => {
  it("is told in the company's time zone", () => {
    expect(ru.time("2026-11-22T22:30:00Z")).toBe("00:30");
    expect(isoDay("2026-11-22T22:30:00Z", "Europe/Kyiv")).toBe("2026-11-23");
  });

  it("keeps a calendar day whatever the zone", () => {
    const west = createFormat({ locale: "en-GB", timeZone: "America/Los_Angeles", currency: "USD" });
    expect(west.calendarDay("2026-11-22")).toBe("22 Nov");
  });

  it("says how long ago", () => {
    const now = Date.parse("2026-11-22T12:00:00Z");
    expect(ru.relative("2026-11-22T11:55:00Z", now)).toBe("5 минут назад");
    expect(ru.relative("2026-11-22T11:59:40Z", now)).toBe("сейчас");
    expect(ru.relative("2026-11-21T11:00:00Z", now)).toBe("вчера");
  });

  it("counts whole days", () => {
    expect(daysSince("2026-11-13T12:00:00Z", Date.parse("2026-11-22T11:00:00Z"))).toBe(8);
  });

  it("names days together", () => {
    expect(plain(ru.calendarDays("2026-11-01", "2026-11-26"))).toBe("1–26 нояб.");
    expect(plain(ru.calendarDays("2026-11-26", "2026-11-26"))).toBe("26 нояб.");
  });

  it("prints minutes as hours and minutes", () => {
    expect(plain(ru.duration(455))).toBe("7 ч 35 мин");
    expect(plain(ru.duration(120))).toBe("2 ч");
  });
});

describe("people", () => {
  it("takes initials of two words", () => {
    expect(initials("  Анна   Коваленко-Шевчук Петровна")).toBe("АК");
    expect(initials("")).toBe("");
  });

  it("spaces known phone numbers and leaves others alone", () => {
    expect(formatPhone("+380671234567")).toBe("+380 67 123 45 67");
    expect(formatPhone("+4930123")).toBe("+4930123");
    expect(formatPhone("+38067")).toBe("+38067");
  });

  it("keeps digits and the leading plus of what was typed", () => {
    expect(cleanPhone("+380 (67) 123-45-67")).toBe("+380671234567");
    expect(cleanPhone("067 1+2")).toBe("06712");
  });
});
