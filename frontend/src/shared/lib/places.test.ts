import { describe, expect, it } from "vitest";
import { currencyOptions, likelyDefaults, timeZoneOptions } from "./places";

describe("where a company is", () => {
  it("start from the browser's place", () => {
    expect(likelyDefaults("Europe/Warsaw")).toEqual({ time_zone: "Europe/Warsaw", currency: "PLN", region: "PL" });
    expect(likelyDefaults("Europe/Kiev")).toEqual({ time_zone: "Europe/Kyiv", currency: "UAH", region: "UA" });
  });

  it("offer the browser's zone even when it is not in the list of zones", () => {
    expect(timeZoneOptions("Europe/Kyiv").map((option) => option.id)).toContain("Europe/Kyiv");
  });

  it("name currencies in the reader's language", () => {
    expect(currencyOptions("ru")[0]?.label).toBe("UAH · Украинская гривна");
  });
});
