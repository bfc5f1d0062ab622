import { IconUpload } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Button, DropZone, FileTrigger, Text } from "react-aria-components";
import { useTranslation } from "react-i18next";

interface FileDropProps {
  onFiles: (files: File[]) => void;
  /** MIME types or extensions: ["image/*"], [".csv", ".xlsx"]. */
  accept: string[];
  isMultiple?: boolean;
  /** Bytes; larger files are refused here with a sentence. */
  maxSize?: number;
  hint?: ReactNode;
  isDisabled?: boolean;
}

const megabyte = 1024 * 1024;

/** A place to drop files on, with a button for those who do not drag. */
export function FileDrop({ onFiles, accept, isMultiple = false, maxSize, hint, isDisabled }: FileDropProps) {
  const { t } = useTranslation();
  const [error, setError] = useState<string>();
  const take = (files: File[]) => {
    const tooBig = files.find((file) => maxSize !== undefined && file.size > maxSize);
    setError(
      tooBig && maxSize ? t("files.tooLarge", { name: tooBig.name, size: Math.round(maxSize / megabyte) }) : undefined,
    );
    const fitting = files.filter((file) => maxSize === undefined || file.size <= maxSize);
    if (fitting.length > 0) onFiles(isMultiple ? fitting : fitting.slice(0, 1));
  };
  return (
    <DropZone
      isDisabled={isDisabled}
      onDrop={async ({ items }) =>
        take(await Promise.all(items.filter((item) => item.kind === "file").map((item) => item.getFile())))
      }
      className="grid justify-items-center gap-2 rounded-lg border border-line-strong border-dashed px-4 py-8 text-center transition-colors data-drop-target:border-accent data-drop-target:bg-accent-soft"
    >
      <IconUpload size={20} stroke={1.6} className="text-ink-muted" aria-hidden="true" />
      <Text slot="label" className="text-ink-soft">
        {t("files.drop")}
      </Text>
      <FileTrigger
        acceptedFileTypes={accept}
        allowsMultiple={isMultiple}
        onSelect={(list) => take(list ? [...list] : [])}
      >
        <Button
          isDisabled={isDisabled}
          className="pointer-coarse:min-h-11 cursor-pointer rounded-md px-2 py-1 font-medium text-accent-ink data-hovered:bg-hover"
        >
          {t("files.choose")}
        </Button>
      </FileTrigger>
      {hint ? <p className="text-ink-muted text-xs">{hint}</p> : null}
      {error ? (
        <p role="alert" className="text-bad text-sm">
          {error}
        </p>
      ) : null}
    </DropZone>
  );
}
