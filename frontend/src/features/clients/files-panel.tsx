import { IconDownload, IconFile, IconTrash, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { client as http } from "@/shared/api/client";
import { useFileDrop } from "@/shared/lib/use-file-drop";
import { useFormat } from "@/shared/lib/use-format";
import { IconButton } from "@/shared/ui/icon-button";
import { Panel } from "@/shared/ui/page";
import { toast, toastError, toastUndo } from "@/shared/ui/toast";
import { Transcribe } from "@/shared/voice/transcribe";
import { fileSize } from "./file-size";
import { openFile } from "./open-file";
import { panelTitle } from "./panel-title";
import { type ClientFile, largest, storeFile } from "./store-file";
import { refreshClients } from "./use-bulk";
import type { Card } from "./use-client";

function useUpload(clientId: string) {
  const { t } = useTranslation(["clients", "common"]);
  const [sending, setSending] = useState<string[]>([]);
  const send = async (file: File) => {
    if (file.size > largest) {
      const size = largest / 2 ** 20;
      return void toast(t("common:files.tooLarge", { name: file.name, size }), { tone: "bad" });
    }
    setSending((names) => [...names, file.name]);
    try {
      await storeFile(clientId, file);
    } catch (error) {
      toastError(error);
    } finally {
      setSending((names) => names.filter((name) => name !== file.name));
      await refreshClients();
    }
  };
  return { sending, sendAll: (files: File[]) => void Promise.all(files.map(send)) };
}

/** The client's files: dropped or chosen, opened, taken away with a way back. */
export function FilesPanel({ card }: { card: Card }) {
  const { t } = useTranslation("clients");
  const { sending, sendAll } = useUpload(card.client.id);
  const drop = useFileDrop(sendAll);
  return (
    <div {...drop.props} className={`rounded-lg ${drop.isOver ? "outline-2 outline-accent" : ""}`}>
      <Panel
        title={panelTitle(t("files.title"), card.files.length)}
        actions={
          <FileTrigger allowsMultiple onSelect={(list) => sendAll(list ? [...list] : [])}>
            <IconButton icon={IconUpload} size="tiny" label={t("files.add")} />
          </FileTrigger>
        }
      >
        {card.files.length + sending.length === 0 ? <p className="text-ink-muted text-sm">{t("files.empty")}</p> : null}
        <ul className="grid gap-1" aria-busy={sending.length > 0}>
          {sending.map((name) => (
            <li key={name} className="flex min-h-8 items-center gap-2 text-ink-muted">
              <span className="size-4 shrink-0 animate-spin rounded-full border-2 border-current border-t-transparent" />
              <span className="truncate">{name}</span>
            </li>
          ))}
          {card.files.map((file) => (
            <FileLine key={file.id} file={file} />
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function FileLine({ file }: { file: ClientFile }) {
  const { t } = useTranslation(["clients", "common"]);
  const format = useFormat();
  const path = { params: { path: { file_id: file.id } } };
  const restore = () =>
    http
      .POST("/api/v1/files/{file_id}/restore", path)
      .then(() => refreshClients())
      .catch(toastError);
  const hide = async () => {
    try {
      await http.DELETE("/api/v1/files/{file_id}", path);
      toastUndo(t("files.removed", { name: file.name }), () => void restore(), t("common:undo"));
      await refreshClients();
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <li className="flex min-w-0 items-center gap-2">
      <IconFile size={16} stroke={1.75} className="shrink-0 text-ink-muted" aria-hidden="true" />
      <span className="grid min-w-0 flex-1">
        <span className="truncate">{file.name}</span>
        <span className="tabular truncate text-ink-muted text-xs">
          {fileSize(file.size_bytes, format.locale)} · {format.date(file.created_at)}
        </span>
        <Transcribe file={file} />
      </span>
      <IconButton
        icon={IconDownload}
        size="tiny"
        label={t("files.download", { name: file.name })}
        onPress={() => void openFile(file.path, file.name)}
      />
      <IconButton
        icon={IconTrash}
        size="tiny"
        label={t("files.remove", { name: file.name })}
        onPress={() => void hide()}
      />
    </li>
  );
}
