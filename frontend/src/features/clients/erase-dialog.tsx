import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client as http } from "@/shared/api/client";
import { ApiError, errorText } from "@/shared/api/errors";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { TextField } from "@/shared/ui/text-field";
import { toast } from "@/shared/ui/toast";
import { refreshClients } from "./use-bulk";
import type { Facts } from "./use-client";

/** Admin: blanks a person out for good. The typed name is the second thought. */
export function EraseDialog({ client, onClose }: { client: Facts; onClose: () => void }) {
  const { t } = useTranslation(["clients", "common"]);
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [isErasing, setErasing] = useState(false);
  const isSure = name.trim() === client.name;
  const erase = async () => {
    if (!isSure) return;
    setErasing(true);
    try {
      await http.POST("/api/v1/clients/{client_id}/erase", {
        params: { path: { client_id: client.id } },
        body: { confirm_name: name.trim() },
      });
      await refreshClients();
      toast(t("erase.done"), { tone: "good" });
      onClose();
    } catch (failure) {
      setError(
        failure instanceof ApiError ? (Object.values(failure.fields)[0] ?? errorText(failure)) : errorText(failure),
      );
    } finally {
      setErasing(false);
    }
  };
  return (
    <Dialog
      isOpen
      size="sm"
      onClose={onClose}
      title={t("menu.erase")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="danger" isDisabled={!isSure} isPending={isErasing} onPress={() => void erase()}>
            {t("erase.action")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-pretty text-ink-soft">{t("erase.text")}</p>
        <TextField
          label={t("erase.confirm", { name: client.name })}
          value={name}
          onChange={setName}
          error={error}
          autoFocus
          autoComplete="off"
        />
      </div>
    </Dialog>
  );
}
