import { useRouterState } from "@tanstack/react-router";

/** A hairline at the top while the next screen is on its way. */
export function RouteProgress() {
  const isLoading = useRouterState({ select: (state) => state.status === "pending" });
  return (
    <div
      aria-hidden="true"
      className={`absolute inset-x-0 top-0 z-20 h-0.5 origin-left bg-accent transition-[scale,opacity] ${isLoading ? "scale-x-80 opacity-100 delay-150 duration-[2s]" : "scale-x-0 opacity-0 duration-100"}`}
    />
  );
}
