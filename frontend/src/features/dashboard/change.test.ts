import { describe, expect, it } from "vitest";
import { createFormat } from "@/shared/lib/format";
import { countChange, moneyChange, pointsChange } from "./change";

const format = createFormat({ locale: "ru", timeZone: "Europe/Kyiv", currency: "UAH" });
const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f]/g, " ");
const points = (amount: string) => `${amount} п. п.`;

describe("a figure against the period before", () => {
  it("is told in units for counts", () => {
    expect(countChange({ value: 12, previous: 9 }, format)).toEqual({ amount: "+3", direction: "good" });
    expect(countChange({ value: 9, previous: 12 }, format)).toEqual({ amount: "−3", direction: "bad" });
    expect(countChange({ value: 9, previous: 9 }, format)).toEqual({ amount: "", direction: "flat" });
  });

  it("is told as a share for sums, and as a sum where there was nothing before", () => {
    const money = (value: number, previous: number) => moneyChange({ value, previous, currency: "UAH" }, format);
    expect(plain(money(11_800_000, 10_000_000).amount)).toBe("+18 %");
    expect(plain(money(9_950_000, 10_000_000).amount)).toBe("−0,5 %");
    expect(money(10_000_001, 10_000_000).direction).toBe("flat");
    expect(plain(money(1_200_000, 0).amount)).toBe("+12 тыс. ₴");
  });

  it("is told in points for shares, and not at all without one of them", () => {
    expect(pointsChange({ value: 0.354, previous: 0.333 }, format, points)?.amount).toBe("+2,1 п. п.");
    expect(pointsChange({ value: 0.2, previous: 0.2 }, format, points)?.direction).toBe("flat");
    expect(pointsChange({ value: null, previous: 0.2 }, format, points)).toBeNull();
    expect(pointsChange({ value: 0.2, previous: null }, format, points)).toBeNull();
  });
});
