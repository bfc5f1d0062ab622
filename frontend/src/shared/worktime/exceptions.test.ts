import { expect, it } from "vitest";
import { stretches } from "./exceptions";

const day = (
  id: string,
  date: string,
  kind: "leave" | "sick" | "holiday" = "leave",
  manager_id: string | null = "anna",
) => ({
  id,
  manager_id,
  day: date,
  kind,
  starts: null,
  ends: null,
  note: null,
});

it("joins days in a row that say the same, whatever stands between them for others", () => {
  const found = stretches([
    day("3", "2026-12-02"),
    day("1", "2026-11-30"),
    day("2", "2026-12-01"),
    day("9", "2026-12-01", "holiday", null),
    day("4", "2026-12-03", "sick"),
    day("5", "2026-12-07"),
  ]);
  expect(found.map(({ ids, from, to }) => [ids.join(), from, to])).toEqual([
    ["1,2,3", "2026-11-30", "2026-12-02"],
    ["9", "2026-12-01", "2026-12-01"],
    ["4", "2026-12-03", "2026-12-03"],
    ["5", "2026-12-07", "2026-12-07"],
  ]);
});
