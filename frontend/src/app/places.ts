import {
  IconChartBar,
  IconCircleCheck,
  IconHome,
  IconInbox,
  IconLayoutKanban,
  IconMail,
  IconMessageCircle,
  IconPlugConnected,
  IconSettings,
  type Icon as IconType,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import { useIsAdmin } from "@/shared/api/me";

export interface Place {
  to: LinkProps["to"];
  key:
    | "home"
    | "inbox"
    | "clients"
    | "deals"
    | "tasks"
    | "reports"
    | "team"
    | "review"
    | "sources"
    | "settings"
    | "outbox";
  icon: IconType;
  shortcut?: string;
}

export const everyonesPlaces: Place[] = [
  { to: "/", key: "home", icon: IconHome, shortcut: "g h" },
  { to: "/inbox", key: "inbox", icon: IconInbox, shortcut: "g w" },
  { to: "/clients", key: "clients", icon: IconUsers, shortcut: "g c" },
  { to: "/deals", key: "deals", icon: IconLayoutKanban, shortcut: "g d" },
  { to: "/tasks", key: "tasks", icon: IconCircleCheck, shortcut: "g t" },
  { to: "/reports", key: "reports", icon: IconChartBar, shortcut: "g r" },
];

/** What the phone's bottom bar has room for. */
export const isOnBar = ({ key }: Place) => key === "home" || key === "clients" || key === "deals" || key === "tasks";

export const adminsPlaces: Place[] = [
  { to: "/team", key: "team", icon: IconUsersGroup, shortcut: "g m" },
  { to: "/review", key: "review", icon: IconMessageCircle, shortcut: "g q" },
  { to: "/sources", key: "sources", icon: IconPlugConnected, shortcut: "g i" },
  { to: "/settings", key: "settings", icon: IconSettings, shortcut: "g s" },
];

export const outboxPlace: Place = { to: "/outbox", key: "outbox", icon: IconMail };

/** Where this person may go. Hidden never means forbidden: the API decides. */
export const usePlaces = () => (useIsAdmin() ? [...everyonesPlaces, ...adminsPlaces, outboxPlace] : everyonesPlaces);
