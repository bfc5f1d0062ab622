import { useTranslation } from "react-i18next";
import { client as http, invalidate, type Schemas } from "@/shared/api/client";
import { formatPhone } from "@/shared/lib/phone";
import { toast, toastError } from "@/shared/ui/toast";

type Evidence = Schemas["Evidence"];

/** What speaks for it that two are one, in a sentence. */
export function EvidenceLine({ evidence: { reason, value } }: { evidence: Evidence }) {
  const { t } = useTranslation(["merges", "crm"]);
  const shown =
    reason === "identity"
      ? t(`crm:channel.${value as "telegram"}`, { defaultValue: value })
      : value.startsWith("+")
        ? formatPhone(value)
        : value;
  return <span className="block break-words text-ink-soft">{t(`suggest.reason.${reason}`, { value: shown })}</span>;
}

/** They are two: the pair goes from every screen and is not suggested again. */
export function useDismiss() {
  const { t } = useTranslation("merges");
  return async (suggestion_id: string) => {
    try {
      await http.POST("/api/v1/clients/merge-suggestions/{suggestion_id}/dismiss", {
        params: { path: { suggestion_id } },
      });
      toast(t("suggest.dismissed"));
    } catch (error) {
      toastError(error);
    } finally {
      void invalidate("/api/v1/clients/merge-suggestions");
    }
  };
}
