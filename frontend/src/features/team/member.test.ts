import { describe, expect, it } from "vitest";
import { hasAccount, type Member, matching, standing, standsSince } from "./member";

const member = (change: Partial<Member>): Member => ({
  id: "1",
  email: "anna@demo.example",
  full_name: "Анна Коваленко",
  phone: "+380671110002",
  photo_path: null,
  role: "manager",
  status: "active",
  hired_on: null,
  locale: "ru",
  deactivated_at: null,
  version: 3,
  clients: 0,
  open_deals: 0,
  open_tasks: 0,
  state: "off",
  since: null,
  today: null,
  ...change,
});
const morning = { started_at: "2026-11-23T07:02:00Z", ended_at: null };

describe("standing", () => {
  it("is the work day of those who are active", () => {
    expect(standing(member({}))).toBe("absent");
    expect(standing(member({ state: "working", today: morning }))).toBe("working");
    expect(standing(member({ state: "break", today: morning }))).toBe("break");
    expect(standing(member({ state: "away", today: morning }))).toBe("away");
    expect(standing(member({ today: { ...morning, ended_at: "2026-11-23T16:00:00Z" } }))).toBe("finished");
  });

  it("is the access of everybody else, whatever the day was", () => {
    expect(standing(member({ status: "invited" }))).toBe("invited");
    expect(standing(member({ status: "inactive", today: morning }))).toBe("inactive");
  });
});

it("each standing has its moment", () => {
  const since = "2026-11-23T10:00:00Z";
  expect(standsSince(member({ state: "working", today: morning }))).toBe(morning.started_at);
  expect(standsSince(member({ state: "break", since, today: morning }))).toBe(since);
  expect(standsSince(member({ state: "away", since, today: morning }))).toBe(since);
  expect(standsSince(member({ today: { ...morning, ended_at: "2026-11-23T16:00:00Z" } }))).toBe("2026-11-23T16:00:00Z");
  expect(standsSince(member({}))).toBeNull();
});

it("an invitation whose mail failed has no account", () => {
  expect(hasAccount(member({ version: 0 }))).toBe(false);
  expect(hasAccount(member({}))).toBe(true);
});

it("people are found by name, address and phone", () => {
  const team = [member({}), member({ id: "2", full_name: "Богдан", email: "b@x.example", phone: null })];
  expect(matching(team, " АННА ").map(({ id }) => id)).toEqual(["1"]);
  expect(matching(team, "b@x").map(({ id }) => id)).toEqual(["2"]);
  expect(matching(team, "111000").map(({ id }) => id)).toEqual(["1"]);
  expect(matching(team)).toHaveLength(2);
});
