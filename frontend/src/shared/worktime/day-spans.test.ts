import { expect, it } from "vitest";
import { hourTicks, minutesInto, spansOf } from "./day-spans";

it("draws activity over breaks over presence", () => {
  const spans = spansOf({
    presence: [{ from: 540, to: 700 }],
    breaks: [{ from: 700, to: 720 }],
    active: [{ from: 541, to: 600 }],
  });
  expect(spans.map(({ kind }) => kind)).toEqual(["idle", "break", "online"]);
});

const kyiv = (at: number) =>
  new Intl.DateTimeFormat("ru", { timeZone: "Europe/Kyiv", hour: "2-digit" }).format(new Date(at)).slice(0, 2);

it("names the hours of a usual day", () => {
  const ticks = hourTicks({ starts_at: "2026-11-26T00:00:00+02:00", minutes: 1440 }, kyiv);
  expect(ticks.map(({ label }) => label)).toEqual(["00", "03", "06", "09", "12", "15", "18", "21", "24"]);
});

it("names the hours of a night from noon to noon", () => {
  const ticks = hourTicks({ starts_at: "2026-11-26T12:00:00+02:00", minutes: 1440 }, kyiv);
  expect(ticks.map(({ label }) => label)).toEqual(["12", "15", "18", "21", "00", "03", "06", "09", "12"]);
});

it("names the local hours on the day when the clocks go back", () => {
  const ticks = hourTicks({ starts_at: "2026-10-25T00:00:00+03:00", minutes: 1500 }, kyiv);
  expect(ticks.map(({ label }) => label)).toEqual(["00", "03", "05", "08", "11", "14", "17", "20", "24"]);
});

it("knows where now is, and only today", () => {
  const day = { starts_at: "2026-11-26T00:00:00+02:00", minutes: 1440 };
  expect(minutesInto(day, Date.parse("2026-11-26T09:30:00+02:00"))).toBe(570);
  expect(minutesInto(day, Date.parse("2026-11-27T09:30:00+02:00"))).toBeNull();
});
