import { IconCircleCheck, IconLayoutKanban, IconUserPlus } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";

/** What can be made from anywhere. Each list opens its own form when its address says `?new=true`. */
export function useCreateActions() {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const search = { new: true } as const;
  return [
    {
      id: "client",
      title: t("create.client"),
      icon: IconUserPlus,
      shortcut: "n c",
      run: () => navigate({ to: "/clients", search }),
    },
    {
      id: "deal",
      title: t("create.deal"),
      icon: IconLayoutKanban,
      shortcut: "n d",
      run: () => navigate({ to: "/deals", search }),
    },
    {
      id: "task",
      title: t("create.task"),
      icon: IconCircleCheck,
      shortcut: "n t",
      run: () => navigate({ to: "/tasks", search }),
    },
  ];
}

/** A button (the child) with the menu of what can be created. */
export function CreateMenu({
  children,
  placement = "bottom start",
}: {
  children: ReactNode;
  placement?: "top" | "bottom start";
}) {
  const { t } = useTranslation("shell");
  const actions = useCreateActions();
  return (
    <MenuTrigger>
      {children}
      <Menu title={t("create.open")} placement={placement}>
        {actions.map(({ id, title, icon, run, shortcut }) => (
          <MenuItem key={id} id={id} icon={icon} shortcut={shortcut} onAction={run}>
            {title}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
