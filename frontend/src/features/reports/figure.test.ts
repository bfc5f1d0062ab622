import { describe, expect, it } from "vitest";
import { createFormat } from "@/shared/lib/format";
import { changeOf, printFigure, printValue, tookFigure } from "./figure";
import type { Figure, Unit } from "./types";

const format = createFormat({ locale: "ru", timeZone: "Europe/Kyiv", currency: "UAH" });
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const figure = (value: number | null, unit: Unit = "count", more: Partial<Figure> = {}): Figure => ({
  value,
  unit,
  numerator: null,
  denominator: null,
  small_sample: false,
  unripe: null,
  ...more,
});
const points = (n: string) => `${n} п. п.`;

describe("figures", () => {
  it("are printed in their unit; nothing to divide by is a dash", () => {
    expect(plain(printValue(0.354, "share", format))).toBe("35 %");
    expect(plain(printValue(0.0971, "share", format))).toBe("9,7 %");
    expect(plain(printValue(712_450_000, "money", format))).toBe("7,1 млн ₴");
    expect(plain(printValue(1_234_550, "money", format, true))).toBe("12 345,50 ₴");
    expect(plain(printValue(127, "minutes", format))).toBe("2 ч 7 мин");
    expect(plain(printValue(49_643, "minutes", format))).toBe("827 ч");
    expect(plain(printValue(45, "seconds", format))).toBe("45 с");
    expect(plain(printValue(1_512_000, "seconds", format))).toBe("17,5 дн.");
    expect(printValue(null, "share", format)).toBe("—");
  });

  it("are a lower bound while leads can still buy", () => {
    expect(plain(printFigure(figure(0.5, "share", { unripe: 3 }), format))).toBe("≥ 50 %");
    expect(printFigure(figure(null, "share", { unripe: 3 }), format)).toBe("—");
  });

  it("change by percent, shares by points; less is better where it is", () => {
    const change = (key: string, now: Figure, before: Figure) => changeOf(key, now, before, format, points);
    expect(change("sales", figure(150), figure(100))).toMatchObject({ direction: "good" });
    expect(plain(change("sales", figure(150), figure(100))?.text ?? "")).toBe("+50 %");
    expect(change("deals_lost", figure(150), figure(100))).toMatchObject({ direction: "bad" });
    expect(change("planned_minutes", figure(150), figure(100))).toMatchObject({ direction: "flat" });
    expect(change("sla", figure(0.3, "share"), figure(0.35, "share"))).toEqual({ text: "−5 п. п.", direction: "bad" });
    expect(change("sales", figure(5), figure(0))?.text).toBe("+5");
    expect(change("sales", figure(5), figure(5))).toEqual({ text: "=", direction: "flat" });
    expect(change("sales", figure(null), figure(5))).toBeNull();
    expect(change("conversion", figure(0.3, "share", { unripe: 1 }), figure(0.2, "share"))).toBeNull();
  });

  it("of durations are their medians", () => {
    const took = { median: 90, p90: 300, mean: 120, sample: 3, small_sample: true };
    expect(tookFigure(took)).toMatchObject({ value: 90, unit: "seconds", small_sample: true });
    expect(tookFigure(undefined).value).toBeNull();
  });
});
