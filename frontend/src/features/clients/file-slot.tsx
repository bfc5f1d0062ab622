import { IconFile, IconPaperclip, IconX } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/lib/use-format";
import { IconButton } from "@/shared/ui/icon-button";
import { fileSize } from "./file-size";
import { accepted, byLimit, fate, type TakenFile } from "./outgoing-file";

const shown = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/** Why the file may not go, in words; undefined when it may. */
export function useRefusal() {
  const { t } = useTranslation("clients");
  const format = useFormat();
  return (file: File | null, taken: readonly TakenFile[]) => {
    const found = file ? fate(file, taken) : null;
    if (!found || found.fits) return undefined;
    return t(found.why === "size" ? "reply.file.tooBig" : "reply.file.wrongType", {
      most: fileSize(found.most, format.locale),
    });
  };
}

interface FileSlotProps {
  file: File;
  refusal?: string;
  /** 0 to 1 while it leaves. */
  progress: number | null;
  onRemove: () => void;
}

/** The file that goes with the message: how it looks, how big it is, how far it has come. */
export function FileSlot({ file, refusal, progress, onRemove }: FileSlotProps) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  return (
    <div
      className={`flex min-w-0 items-center gap-3 rounded-md border bg-sunken p-2 ${refusal ? "border-bad" : "border-line"}`}
    >
      <Preview file={file} />
      <span className="grid min-w-0 flex-1 gap-0.5">
        <span className="truncate">{file.name}</span>
        {refusal ? (
          <span role="alert" className="text-bad text-xs">
            {refusal}
          </span>
        ) : (
          <span className="tabular text-ink-muted text-xs">{fileSize(file.size, format.locale)}</span>
        )}
        {progress === null ? null : (
          <progress
            value={progress}
            max={1}
            aria-label={t("reply.file.leaving")}
            className="h-1 w-full accent-accent"
          />
        )}
      </span>
      <IconButton
        icon={IconX}
        size="tiny"
        label={t("reply.file.remove", { name: file.name })}
        isDisabled={progress !== null}
        onPress={onRemove}
      />
    </div>
  );
}

function Preview({ file }: { file: File }) {
  const url = useMemo(() => (shown.includes(file.type) ? URL.createObjectURL(file) : null), [file]);
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  return url ? (
    <img src={url} alt="" className="size-12 shrink-0 rounded-md border object-cover" />
  ) : (
    <span className="grid size-12 shrink-0 place-items-center rounded-md border bg-surface text-ink-muted">
      <IconFile size={20} stroke={1.6} aria-hidden="true" />
    </span>
  );
}

interface AttachProps {
  taken: readonly TakenFile[];
  isDisabled: boolean;
  onFile: (file: File) => void;
}

/** Chooses a file. */
export function Attach({ taken, isDisabled, onFile }: AttachProps) {
  const { t } = useTranslation("clients");
  return (
    <FileTrigger acceptedFileTypes={accepted(taken)} onSelect={(list) => list?.[0] && onFile(list[0])}>
      <IconButton icon={IconPaperclip} label={t("reply.file.add")} isDisabled={isDisabled} />
    </FileTrigger>
  );
}

/** How big a file the channel takes, kinds with one limit together. */
export function Limits({ taken }: { taken: readonly TakenFile[] }) {
  const { t } = useTranslation("clients");
  const format = useFormat();
  const list = new Intl.ListFormat(format.locale, { type: "conjunction" });
  const limits = byLimit(taken).map(({ most, kinds }) =>
    t("reply.file.limit", {
      kinds: list.format(kinds.map((kind) => t(`reply.file.kind.${kind}`))),
      most: fileSize(most, format.locale),
    }),
  );
  return <p className="tabular text-ink-muted text-xs first-letter:uppercase">{limits.join(" · ")}</p>;
}
