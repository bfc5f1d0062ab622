import { IconCamera } from "@tabler/icons-react";
import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useMe } from "@/shared/api/me";
import { remove, upload } from "@/shared/api/storage";
import { PersonAvatar } from "@/shared/crm/people";
import { Button } from "@/shared/ui/button";
import { toast, toastError, toastUndo } from "@/shared/ui/toast";
import { shrinkPhoto } from "./shrink-photo";
import { useEditMe } from "./use-edit-me";

const types = ["image/jpeg", "image/png", "image/webp"];
const fileName = () => globalThis.crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;

function usePhotoActions() {
  const { t } = useTranslation(["profile", "common"]);
  const me = useMe();
  const { edit } = useEditMe();
  const [isPending, setPending] = useState(false);
  const run = async (work: () => Promise<void>) => {
    setPending(true);
    await work().catch(toastError);
    setPending(false);
  };
  const put = (file: File) =>
    run(async () => {
      const photo = await shrinkPhoto(file).catch(() => null);
      if (!photo) return void toast(t("photo.unreadable"), { tone: "bad" });
      const path = `${me.id}/${fileName()}.${photo.type === "image/webp" ? "webp" : "jpg"}`;
      await upload("photos", path, photo);
      await edit({ photo_path: path });
      if (me.photo_path) await remove("photos", me.photo_path).catch(() => undefined);
    });
  const takeOff = () =>
    run(async () => {
      const before = me.photo_path;
      await edit({ photo_path: null });
      toastUndo(
        t("photo.removed"),
        () => void run(async () => void (await edit({ photo_path: before }))),
        t("common:undo"),
      );
    });
  return { put, takeOff, isPending };
}

/** The face that colleagues see; the picture is made small in the browser before it travels. */
export function PhotoEditor() {
  const { t } = useTranslation("profile");
  const me = useMe();
  const { put, takeOff, isPending } = usePhotoActions();
  return (
    <div className="flex items-center gap-4">
      <PersonAvatar person={me} size={72} isDecorative />
      <div className="grid gap-1.5">
        <div className="flex flex-wrap gap-2">
          <FileTrigger acceptedFileTypes={types} onSelect={(files) => files?.[0] && void put(files[0])}>
            <Button isPending={isPending}>
              <IconCamera size={16} stroke={1.75} aria-hidden="true" />
              {t(me.photo_path ? "photo.change" : "photo.add")}
            </Button>
          </FileTrigger>
          {me.photo_path ? (
            <Button look="ghost" onPress={() => void takeOff()} isDisabled={isPending}>
              {t("photo.remove")}
            </Button>
          ) : null}
        </div>
        <p className="text-ink-muted text-xs">{t("photo.hint")}</p>
      </div>
    </div>
  );
}
