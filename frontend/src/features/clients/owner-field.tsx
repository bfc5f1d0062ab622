import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { PersonName, useColleagueOptions } from "@/shared/crm/people";
import { Button } from "@/shared/ui/button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { useBulk } from "./use-bulk";
import type { Facts } from "./use-client";

/** Admin: whose client this is, and a press to hand him over; the message takes it back. */
export function OwnerField({ client }: { client: Facts }) {
  const { t } = useTranslation(["clients", "crm"]);
  const { assign } = useBulk([client]);
  const people = useColleagueOptions();
  return (
    <MenuTrigger>
      <Button look="ghost" className="-ml-3 max-w-full justify-start">
        <PersonName person={client.owner} />
        <IconChevronDown size={14} className="shrink-0 text-ink-muted" aria-hidden="true" />
        <span className="sr-only">{t("bulk.assign")}</span>
      </Button>
      <Menu title={t("bulk.assign")} selectionMode="single" selectedKeys={[client.owner?.id ?? "none"]}>
        {[...people, { id: "none", label: t("crm:nobody"), start: null }].map(({ id, label, start }) => (
          <MenuItem
            key={id}
            id={id}
            textValue={label}
            onAction={() =>
              id === (client.owner?.id ?? "none") ? undefined : assign(id === "none" ? null : id, label)
            }
          >
            {start}
            {label}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}
