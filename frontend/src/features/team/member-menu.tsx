import { IconDots, IconLock, IconLockOpen, IconMailForward, IconPencil } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { overlayPart } from "@/shared/lib/lazy-part";
import { IconButton } from "@/shared/ui/icon-button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { hasAccount, type Member } from "./member";
import { useMemberActions } from "./use-team";

const DeactivateDialog = overlayPart(async () => (await import("./deactivate-dialog")).DeactivateDialog);

/** What can be done with a colleague, from his row or his page. */
export function MemberMenu({ member, isOnPage = false }: { member: Member; isOnPage?: boolean }) {
  const { t } = useTranslation(["team", "common"]);
  const navigate = useNavigate();
  const { resend, reactivate } = useMemberActions(member);
  const [isLeaving, setLeaving] = useState(false);
  const open = () => navigate({ to: "/team/$id", params: { id: member.id } });
  return (
    <>
      <MenuTrigger>
        <IconButton icon={IconDots} label={t("menu", { name: member.full_name })} />
        <Menu title={member.full_name} placement="bottom end">
          {hasAccount(member) && !isOnPage ? (
            <MenuItem icon={IconPencil} onAction={open}>
              {t("common:edit")}
            </MenuItem>
          ) : null}
          {member.status === "invited" ? (
            <MenuItem icon={IconMailForward} onAction={resend}>
              {t("resend")}
            </MenuItem>
          ) : null}
          {hasAccount(member) && member.status !== "inactive" ? (
            <MenuItem icon={IconLock} isDanger onAction={() => setLeaving(true)}>
              {t("deactivate.open")}
            </MenuItem>
          ) : null}
          {member.status === "inactive" ? (
            <MenuItem icon={IconLockOpen} onAction={reactivate}>
              {t("reactivate")}
            </MenuItem>
          ) : null}
        </Menu>
      </MenuTrigger>
      {isLeaving ? <DeactivateDialog member={member} onClose={() => setLeaving(false)} /> : null}
    </>
  );
}
