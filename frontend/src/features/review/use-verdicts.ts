import { useTranslation } from "react-i18next";
import { client, invalidate } from "@/shared/api/client";
import { toast, toastError } from "@/shared/ui/toast";
import type { Verdict } from "./tabs";

// As long as the database waits before it makes a lead of it.
const undoTime = 6000;

const refresh = () => invalidate("/api/v1/review", "/api/v1/lead-sources", "/api/v1/tasks");

/** Says a word about one or many; the toast takes it back. */
export function useVerdicts() {
  const { t } = useTranslation(["rules", "common"]);
  const tellFailed = (failed: readonly string[]) => {
    if (failed.length) toast(t("review.failed", { count: failed.length }), { tone: "bad" });
  };
  const undo = async (ids: string[]) => {
    try {
      const { data } = await client.POST("/api/v1/review/undo", { body: { event_ids: ids } });
      tellFailed(data?.failed ?? []);
    } catch (error) {
      toastError(error);
    }
    await refresh();
  };
  const judge = async (ids: string[], said: Verdict) => {
    try {
      const { data } = await client.POST("/api/v1/review/verdicts", { body: { event_ids: ids, said } });
      const done = data?.done ?? [];
      tellFailed(data?.failed ?? []);
      const label = t(`review.done.${said}`);
      const title = done.length > 1 ? t("review.several", { label, count: done.length }) : label;
      const action = { label: t("common:undo"), run: () => void undo(done) };
      if (done.length) toast(title, { action, timeout: undoTime });
    } catch (error) {
      toastError(error);
    }
    await refresh();
  };
  return { judge, undo };
}
