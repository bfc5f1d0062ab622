import { useTranslation } from "react-i18next";
import { toast, toastError } from "@/shared/ui/toast";
import { type EditableField, type Facts, FieldConflict, saveField } from "./use-client";

/** Saves a choice at once; a conflict shows the other's choice and says so. */
export function useChoice(client: Facts) {
  const { t } = useTranslation("clients");
  return (field: EditableField, value: unknown) => {
    saveField(client.id, field, value, client[field]).catch((error) => {
      if (error instanceof FieldConflict) toast(t("choiceConflict"), { tone: "bad" });
      else toastError(error);
    });
  };
}
