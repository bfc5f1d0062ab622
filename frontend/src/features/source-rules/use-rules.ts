import { useTranslation } from "react-i18next";
import { client, invalidate } from "@/shared/api/client";
import { toast, toastError, toastUndo } from "@/shared/ui/toast";
import type { Rule, RuleText } from "./rule";

const path = "/api/v1/source-rules";
export const refreshRules = () => invalidate(path, "/api/v1/clients");

interface Wanted {
  position: number;
  is_on: boolean;
  /** Null: as it comes with Smena. */
  text: RuleText | null;
  version: number;
}

const put = async (rule: string, body: Wanted) =>
  (await client.PUT("/api/v1/source-rules/{rule}", { params: { path: { rule } }, body })).data;
const forget = (rule: string) => client.DELETE("/api/v1/source-rules/{rule}", { params: { path: { rule } } });

/** The row as it is stored now: what a change begins with, and what an undo puts back. */
const stored = ({ position, is_on, is_edited, is_shipped, text, version }: Rule): Wanted => ({
  position,
  is_on,
  text: is_edited || !is_shipped ? text : null,
  version,
});

/** Changes of rules, each with its undo. */
export function useRules() {
  const { t } = useTranslation(["rules", "common"]);
  const back = async (before: Rule, version: number) => {
    try {
      if (before.is_changed) await put(before.id, { ...stored(before), version });
      else await forget(before.id);
    } catch (error) {
      toastError(error);
    }
    await refreshRules();
  };
  const change = async (before: Rule, part: Partial<Wanted>) => {
    try {
      const now = await put(before.id, { ...stored(before), ...part });
      toastUndo(t("rules.saved"), () => void back(before, now?.version ?? 0), t("common:undo"));
      await refreshRules();
      return true;
    } catch (error) {
      toastError(error);
      await refreshRules();
      return false;
    }
  };
  const add = async (rule: string, wanted: Omit<Wanted, "version">) => {
    try {
      await put(rule, { ...wanted, version: 0 });
      toastUndo(t("rules.saved"), () => void forget(rule).then(refreshRules).catch(toastError), t("common:undo"));
      await refreshRules();
      return true;
    } catch (error) {
      toastError(error);
      return false;
    }
  };
  const remove = async (before: Rule) => {
    try {
      await forget(before.id);
      const again = () => put(before.id, { ...stored(before), version: 0 }).then(refreshRules);
      const title = t(before.is_shipped ? "rules.wasReset" : "rules.removed");
      toastUndo(title, () => void again().catch(toastError), t("common:undo"));
    } catch (error) {
      toastError(error);
    }
    await refreshRules();
  };
  return { add, change, remove };
}

/** History judged by the rules of now, and back. */
export function useRerun() {
  const { t } = useTranslation(["rules", "common"]);
  const undo = async () => {
    try {
      await client.POST("/api/v1/source-rules/rerun/undo");
      toast(t("rules.undone"));
    } catch (error) {
      toastError(error);
    }
    await refreshRules();
  };
  const run = async () => {
    try {
      const { data } = await client.POST("/api/v1/source-rules/rerun");
      toastUndo(t("rules.ran", { count: data?.changed ?? 0 }), () => void undo(), t("common:undo"));
    } catch (error) {
      toastError(error);
    }
    await refreshRules();
  };
  return { run, undo };
}
