import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { noticeHref, noticeSubject, noticeTitle } from "@/features/notifications/notice";
import { client } from "@/shared/api/client";
import { useLive } from "@/shared/api/live";
import { useMe } from "@/shared/api/me";
import { useFormat } from "@/shared/lib/use-format";
import { toast } from "@/shared/ui/toast";

const fresh = 60_000;

/** Says in a corner what has just happened to this person, unless he has switched that off in his profile. */
export function useNoticePopups() {
  const { t } = useTranslation(["notifications", "crm"]);
  const me = useMe();
  const navigate = useNavigate();
  const format = useFormat();
  const shown = useRef<string>(undefined);
  useLive("notification", async ({ user_id }) => {
    if (user_id !== me.id || me.preferences.popups === false || document.visibilityState !== "visible") return;
    const { data } = await client
      .GET("/api/v1/notifications", { params: { query: { limit: 1 } } })
      .catch(() => ({ data: undefined }));
    const notice = data?.items[0];
    // Reading a notification is a change as well: only what is new and unread is worth a word.
    if (!notice || notice.read_at || notice.id === shown.current) return;
    if (Date.now() - new Date(notice.created_at).getTime() > fresh) return;
    shown.current = notice.id;
    toast(noticeTitle(notice, t), {
      description: noticeSubject(notice, t, format),
      action: { label: t("crm:deal.open"), run: () => void navigate({ href: noticeHref(notice) }) },
    });
  });
}
