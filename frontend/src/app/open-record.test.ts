import { expect, it } from "vitest";
import { openRecord } from "./open-record";

const id = "de300000-0000-4000-8000-000000000001";

it.each([
  [`/clients/${id}`, {}, { client_id: id }],
  ["/clients", { open: id }, { client_id: id }],
  ["/deals", { open: id }, { deal_id: id }],
  ["/deals", {}, {}],
  ["/tasks", { open: id }, {}],
  ["/clients/new", {}, {}],
  ["/clients", { open: "x" }, {}],
  ["/", {}, {}],
])("%s %o is work on %o", (pathname, search, focus) => {
  expect(openRecord({ pathname, search })).toEqual(focus);
});
