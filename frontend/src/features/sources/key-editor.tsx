import { IconBan, IconDots, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ifMatch } from "@/shared/api/client";
import { ApiError, errorText } from "@/shared/api/errors";
import { useFormat } from "@/shared/lib/use-format";
import { Badge } from "@/shared/ui/badge";
import { Button } from "@/shared/ui/button";
import { CopyButton } from "@/shared/ui/copy-button";
import { ConfirmDialog } from "@/shared/ui/dialog";
import { FormAlert } from "@/shared/ui/form";
import { IconButton } from "@/shared/ui/icon-button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { TextArea } from "@/shared/ui/text-area";
import { toast, toastError } from "@/shared/ui/toast";
import { linesOf, type SiteKey, type Source } from "./source";
import { refreshSources } from "./use-source";

const graceHours = 24;

interface KeyProps {
  source: Source;
  siteKey: SiteKey;
}

/** A site's key and the pages that may use it. */
export function KeyEditor({ source, siteKey }: KeyProps) {
  const { t } = useTranslation(["sources", "common"]);
  const format = useFormat();
  return (
    <section className="grid gap-3 border-t pt-4">
      <div className="flex items-center gap-2">
        <h3 className="flex-1 font-semibold">{t("key.title")}</h3>
        {siteKey.revoked_at ? (
          <Badge tone="warn">{t("key.until", { date: format.dateTime(siteKey.revoked_at) })}</Badge>
        ) : (
          <KeyMenu source={source} siteKey={siteKey} />
        )}
      </div>
      <div className="flex items-center gap-1 rounded-md border bg-sunken py-0.5 pr-0.5 pl-3">
        <code className="min-w-0 flex-1 truncate text-xs">{siteKey.public_key}</code>
        <CopyButton text={siteKey.public_key} label={t("key.copy")} isIcon />
      </div>
      {siteKey.revoked_at ? null : <Origins key={siteKey.id} source={source} siteKey={siteKey} />}
    </section>
  );
}

function Origins({ source, siteKey }: KeyProps) {
  const { t } = useTranslation(["sources", "common"]);
  const saved = siteKey.origins.join("\n");
  const [text, setText] = useState(saved);
  const save = api.useMutation("patch", "/api/v1/lead-sources/{source_id}/keys/{key_id}", {
    onSuccess: ({ keys }) => {
      // As the server spells them: `shop.ua` is `https://shop.ua` to a browser.
      setText(keys?.find(({ id }) => id === siteKey.id)?.origins.join("\n") ?? text);
      toast(t("common:saved"), { tone: "good" });
    },
    onSettled: refreshSources,
  });
  const path = { source_id: source.id, key_id: siteKey.id };
  const isDirty = linesOf(text).join("\n") !== saved;
  const field = save.error instanceof ApiError ? Object.values(save.error.fields)[0] : undefined;
  return (
    <div className="grid gap-3">
      <TextArea
        label={t("origins.label")}
        hint={t("origins.hint")}
        placeholder="https://example.com"
        value={text}
        onChange={setText}
        rows={Math.max(2, Math.min(6, siteKey.origins.length + 1))}
        error={field}
      />
      {save.error && !field ? <FormAlert>{errorText(save.error)}</FormAlert> : null}
      {isDirty ? (
        <div className="flex justify-end gap-2">
          <Button onPress={() => setText(saved)}>{t("common:cancel")}</Button>
          <Button
            look="primary"
            isPending={save.isPending}
            onPress={() =>
              save.mutate({ params: { path, header: ifMatch(siteKey.version) }, body: { origins: linesOf(text) } })
            }
          >
            {t("common:save")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function KeyMenu({ source, siteKey }: KeyProps) {
  const { t } = useTranslation("sources");
  const [isEnding, setEnding] = useState(false);
  const path = { source_id: source.id, key_id: siteKey.id };
  const rotate = api.useMutation("post", "/api/v1/lead-sources/{source_id}/keys/{key_id}/rotate", {
    onSuccess: () => toast(t("key.rotated"), { tone: "good", description: t("key.rotatedText") }),
    onError: toastError,
    onSettled: refreshSources,
  });
  const revoke = api.useMutation("post", "/api/v1/lead-sources/{source_id}/keys/{key_id}/revoke", {
    onSuccess: () => toast(t("key.revoked"), { tone: "good" }),
    onError: toastError,
    onSettled: refreshSources,
  });
  return (
    <>
      <MenuTrigger>
        <IconButton icon={IconDots} label={t("key.menu")} />
        <Menu title={t("key.menu")} placement="bottom end">
          <MenuItem
            icon={IconRefresh}
            onAction={() => rotate.mutate({ params: { path }, body: { grace_hours: graceHours } })}
          >
            {t("key.rotate")}
          </MenuItem>
          <MenuItem icon={IconBan} isDanger onAction={() => setEnding(true)}>
            {t("key.revoke")}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      <ConfirmDialog
        isOpen={isEnding}
        onClose={() => setEnding(false)}
        onConfirm={() => revoke.mutate({ params: { path } }, { onSuccess: () => setEnding(false) })}
        title={t("key.revokeTitle")}
        action={t("key.revoke")}
        isDanger
        isPending={revoke.isPending}
      >
        {t("key.revokeText")}
      </ConfirmDialog>
    </>
  );
}
