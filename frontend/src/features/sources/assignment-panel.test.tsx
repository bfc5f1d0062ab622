import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeAll, expect, it } from "vitest";
import { queryClient } from "@/shared/api/client";
import { russian } from "@/testing/render";
import { server } from "@/testing/server";
import { AssignmentPanel } from "./assignment-panel";
import { refreshSources } from "./use-source";

beforeAll(russian);

const address = "*/api/v1/lead-sources/s1/assignment";

it("keeps what was changed here, and shows what a colleague has saved meanwhile", async () => {
  let saved = {
    on_shift_only: false,
    nobody: "unassigned",
    duty_manager_id: null,
    answer_minutes: null,
    times: 1,
    to: "rule",
    version: 1,
  };
  let sent: unknown;
  server.use(
    http.get(address, () => HttpResponse.json(saved)),
    http.put(address, async ({ request }) => {
      sent = [request.headers.get("if-match"), await request.json()];
      return HttpResponse.json(saved);
    }),
  );
  render(
    <QueryClientProvider client={queryClient}>
      <AssignmentPanel sourceId="s1" rule="round_robin" />
    </QueryClientProvider>,
  );
  await userEvent.click(await screen.findByRole("switch", { name: /Только тем, кто на смене/ }));
  saved = { ...saved, nobody: "next_shift", version: 2 };
  await refreshSources();
  expect(await screen.findByRole("radio", { name: /Первому, кто начнёт смену/, checked: true })).toBeVisible();
  expect(screen.getByRole("switch", { name: /Только тем, кто на смене/ })).toBeChecked();
  await userEvent.click(screen.getByRole("button", { name: "Сохранить" }));
  const { version, ...rest } = saved;
  await expect.poll(() => sent).toEqual([`"${version}"`, { ...rest, on_shift_only: true }]);
});
