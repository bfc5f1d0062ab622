import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet, redirect } from "@tanstack/react-router";
import { loadConfig } from "@/shared/api/config";

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  beforeLoad: async ({ location }) => {
    const { needs_setup } = await loadConfig();
    if (needs_setup && location.pathname !== "/setup") throw redirect({ to: "/setup" });
    if (!needs_setup && location.pathname === "/setup") throw redirect({ to: "/sign-in" });
  },
  component: Outlet,
});
