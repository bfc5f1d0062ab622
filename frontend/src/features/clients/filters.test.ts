import { describe, expect, it } from "vitest";
import { clientsSearch, countFilters, fromFilters, noFilters, sameFilters, toFilters, toQuery } from "./filters";

const id = "0d9e4f0a-7c5b-4f63-9d0e-3f6a1b2c3d4e";

describe("the address of the list", () => {
  it("becomes the API's query without what it would refuse", () => {
    const search = clientsSearch({ q: "  ", status: ["lead", "vip"], source: ["x", id], owner: "none" });
    expect(toQuery(search)).toEqual({
      q: undefined,
      source: [id],
      channel: undefined,
      type: undefined,
      campaign: undefined,
      status: ["lead"],
      owner: ["none"],
      tag: undefined,
      received_from: undefined,
      received_to: undefined,
      archived: undefined,
    });
  });

  it("counts a range of days once", () => {
    expect(countFilters({ received_from: "2026-11-01", received_to: "2026-11-22", status: ["lead"] })).toBe(2);
    expect(countFilters(noFilters)).toBe(0);
  });
});

describe("segments", () => {
  it("come back as the address they were made of", () => {
    const search = {
      ...noFilters,
      status: ["lead"],
      channel: ["instagram"],
      campaign: [""],
      tag: ["опт"],
      archived: true as const,
      received_from: "2026-11-01",
    };
    expect(fromFilters(toFilters(search))).toEqual(search);
  });

  it("are the same in any order of values", () => {
    const one = toFilters({ status: ["lead", "lost"] });
    expect(sameFilters(one, toFilters({ status: ["lost", "lead"] }))).toBe(true);
    expect(sameFilters(one, toFilters({ status: ["lost"] }))).toBe(false);
  });
});
