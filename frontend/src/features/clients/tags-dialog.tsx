import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/ui/button";
import { Dialog } from "@/shared/ui/dialog";
import { TagsField } from "./tags-field";
import { useChoice } from "./use-choice";
import type { Facts } from "./use-client";

/** The client's tags in a dialog. */
export function TagsDialog({ client, onClose }: { client: Facts; onClose: () => void }) {
  const { t } = useTranslation(["clients", "common"]);
  const choose = useChoice(client);
  const [tags, setTags] = useState<string[]>(client.tags);
  const save = () => {
    choose("tags", tags);
    onClose();
  };
  return (
    <Dialog
      isOpen
      size="sm"
      onClose={onClose}
      title={t("field.tags")}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="primary" onPress={save}>
            {t("common:save")}
          </Button>
        </>
      }
    >
      <TagsField value={tags} onChange={setTags} autoFocus />
    </Dialog>
  );
}
