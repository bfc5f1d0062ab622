import { expect, it } from "vitest";
import { changesOf } from "./history";

it("shows fields people know and leaves out the rest", () => {
  const changes = changesOf(
    { name: "Анна", owner_id: "x", version: 1 },
    { name: "Анна К.", owner_id: "y", version: 2 },
  );
  expect(changes).toEqual([{ field: "name", kind: "text", before: "Анна", after: "Анна К." }]);
});

it("shows what a new row was filled with", () => {
  const changes = changesOf(null, { title: "Звонок", note: null, tags: [], due_at: "2026-11-22T10:00:00Z" });
  expect(changes.map(({ field }) => field)).toEqual(["title", "due_at"]);
});
