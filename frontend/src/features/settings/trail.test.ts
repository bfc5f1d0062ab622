import { expect, it } from "vitest";
import { changesOf, entryHref } from "./trail";

it("an entry shows what changed and a person understands", () => {
  expect(changesOf({ before: { name: "Олена", search: "x" }, after: { name: "Олена К.", search: "y" } })).toEqual([
    { field: "name", kind: "text", before: "Олена", after: "Олена К." },
  ]);
});

it("a new row shows what it was filled with", () => {
  const changes = changesOf({ before: null, after: { full_name: "Анна", phone: null, tags: [], role: "manager" } });
  expect(changes.map(({ field }) => field)).toEqual(["full_name", "role"]);
});

it("a value that was taken away is a change", () => {
  expect(changesOf({ before: { phone: "+380671110002" }, after: { phone: null } })).toHaveLength(1);
});

it("rows that have a page lead there, deleted ones do not", () => {
  expect(entryHref({ table: "deals", row_id: "7", action: "update" })).toBe("/deals?open=7");
  expect(entryHref({ table: "deals", row_id: "7", action: "delete" })).toBeNull();
  expect(entryHref({ table: "company", row_id: "true", action: "update" })).toBeNull();
});
