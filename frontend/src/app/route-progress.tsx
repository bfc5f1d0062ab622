import { useRouterState } from "@tanstack/react-router";

/**
 * A hairline at the top while the next screen is on its way. An animation, not a transition: React Aria waits with the
 * focus of an opening dialog until all transitions have ended, and never hears of the second one cancelled here.
 */
export function RouteProgress() {
  const isLoading = useRouterState({ select: (state) => state.status === "pending" });
  if (!isLoading) return null;
  return (
    <div aria-hidden="true" className="absolute inset-x-0 top-0 z-20 h-0.5 origin-left animate-progress bg-accent" />
  );
}
