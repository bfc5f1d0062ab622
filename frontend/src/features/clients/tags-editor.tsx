import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { overlayPart } from "@/shared/lib/lazy-part";
import { Badge } from "@/shared/ui/badge";
import { IconButton } from "@/shared/ui/icon-button";
import type { Facts } from "./use-client";

const TagsDialog = overlayPart(async () => (await import("./tags-dialog")).TagsDialog);

/** The client's tags, changed together. */
export function TagsEditor({ client }: { client: Facts }) {
  const { t } = useTranslation("clients");
  const [isOpen, setOpen] = useState(false);
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1">
      {client.tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      <IconButton icon={IconPencil} size="tiny" label={t("editTags")} onPress={() => setOpen(true)} />
      {isOpen ? <TagsDialog client={client} onClose={() => setOpen(false)} /> : null}
    </span>
  );
}
