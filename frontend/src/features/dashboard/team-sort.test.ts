import { describe, expect, it } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { sortTeam } from "./team-sort";

type Row = Schemas["TeamRow"];

const row = (name: string | null, sales: number, share: number | null) =>
  ({
    manager: name && { id: name, full_name: name },
    sales_minor: sales,
    answered: { in_time: 0, due: 0, share, small_sample: false },
  }) as Row;

const rows = [row("Богдан", 5, 0.5), row(null, 99, 0.9), row("Анна", 7, null), row("Олена", 1, 0.8)];
const names = (sorted: Row[]) => sorted.map(({ manager }) => manager?.full_name ?? "nobody");

describe("sortTeam", () => {
  it("sorts by a figure, nobody last", () => {
    expect(names(sortTeam(rows, "sales", "desc"))).toEqual(["Анна", "Богдан", "Олена", "nobody"]);
    expect(names(sortTeam(rows, "sales", "asc"))).toEqual(["Олена", "Богдан", "Анна", "nobody"]);
  });

  it("puts who has no figure last in both directions", () => {
    expect(names(sortTeam(rows, "answered", "desc"))).toEqual(["Олена", "Богдан", "Анна", "nobody"]);
    expect(names(sortTeam(rows, "answered", "asc"))).toEqual(["Богдан", "Олена", "Анна", "nobody"]);
  });

  it("sorts by name", () => {
    expect(names(sortTeam(rows, "name", "asc"))).toEqual(["Анна", "Богдан", "Олена", "nobody"]);
  });
});
