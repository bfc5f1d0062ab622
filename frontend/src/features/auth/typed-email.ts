import { useLocation } from "@tanstack/react-router";

declare module "@tanstack/react-router" {
  interface HistoryState {
    email?: string;
  }
}

/** The address typed on the page before. It travels with the history, not in the address bar, where logs would keep it. */
export const useTypedEmail = () => useLocation({ select: ({ state }) => state.email ?? "" });
