import { IconFile, IconPhotoOff } from "@tabler/icons-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { overlayPart } from "@/shared/lib/lazy-part";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Transcribe } from "@/shared/voice/transcribe";
import { type Attachment, givenName, isOfPost, kindOf, shapeOf, whyLost } from "./attachment";
import { fileSize } from "./file-size";
import { openFile } from "./open-file";
import { useSigned } from "./use-signed";

const PictureViewer = overlayPart(async () => (await import("./picture-viewer")).PictureViewer);

/** What came with a message: pictures together, then sound, film and files one below the other. */
export function Attachments({ items }: { items: readonly Attachment[] }) {
  const shown = items.filter((item) => !isOfPost(item));
  const pictures = shown.filter((item) => shapeOf(item) === "picture");
  const others = shown.filter((item) => shapeOf(item) !== "picture");
  return (
    <>
      {pictures.length > 0 ? <Pictures items={pictures} /> : null}
      {others.length > 0 ? (
        <ul className="grid grid-cols-1 justify-items-start gap-2">
          {others.map((item, index) => (
            <li key={item.file_id ?? index} className="max-w-full">
              <One item={item} />
              <Transcribe file={item} />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** What an attachment is called. */
function useName() {
  const { t } = useTranslation("clients");
  return (item: Attachment) => givenName(item) ?? t(`timeline.attachment.${kindOf(item)}`);
}

function Pictures({ items }: { items: readonly Attachment[] }) {
  const [open, setOpen] = useState<number | null>(null);
  return (
    <ul className="flex flex-wrap gap-2">
      {items.map((item, index) => (
        <li key={item.file_id ?? item.path}>
          <Thumbnail item={item} onPress={() => setOpen(index)} />
        </li>
      ))}
      {open === null ? null : <PictureViewer items={items} first={open} onClose={() => setOpen(null)} />}
    </ul>
  );
}

/** Always the same box: what loads later moves nothing. */
function Thumbnail({ item, onPress }: { item: Attachment; onPress: () => void }) {
  const { t } = useTranslation("clients");
  const name = useName()(item);
  const url = useSigned(item.path);
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <Stored item={item} />;
  return (
    <AriaButton
      onPress={onPress}
      aria-label={t("files.look", { name })}
      className="block h-32 w-42 cursor-zoom-in overflow-hidden rounded-lg border bg-sunken"
    >
      {url ? (
        <img
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
          className="size-full object-cover"
        />
      ) : null}
    </AriaButton>
  );
}

function One({ item }: { item: Attachment }) {
  const shape = shapeOf(item);
  if (shape === "sound") return <Sound item={item} />;
  if (shape === "film") return <Film item={item} />;
  if (shape === "file") return <Stored item={item} />;
  if (shape === "link") return <Elsewhere item={item} />;
  return <Absent item={item} />;
}

function Sound({ item }: { item: Attachment }) {
  const name = useName()(item);
  const url = useSigned(item.path);
  return (
    // biome-ignore lint/a11y/useMediaCaption: what a client says in a voice message nobody has written down
    <audio controls preload="metadata" src={url} aria-label={name} className="h-10 w-72 max-w-full" />
  );
}

function Film({ item }: { item: Attachment }) {
  const name = useName()(item);
  const url = useSigned(item.path);
  return (
    // biome-ignore lint/a11y/useMediaCaption: as in a voice message
    <video
      controls
      preload="metadata"
      src={url}
      aria-label={name}
      className="aspect-video w-80 max-w-full rounded-lg border bg-sunken"
    />
  );
}

/** Its name and size; a press saves it. */
function Stored({ item }: { item: Attachment }) {
  const format = useFormat();
  const name = useName()(item);
  return (
    <Button onPress={() => item.path && openFile(item.path, item.name || name)} className="max-w-full">
      <IconFile size={15} stroke={1.75} className="shrink-0" aria-hidden="true" />
      <span className="truncate">{name}</span>
      {item.size_bytes ? (
        <span className="tabular shrink-0 font-normal text-ink-muted">{fileSize(item.size_bytes, format.locale)}</span>
      ) : null}
    </Button>
  );
}

/** Kept by the channel only; said, where we would not take it. */
function Elsewhere({ item }: { item: Attachment }) {
  const { t } = useTranslation("clients");
  const name = useName()(item);
  return (
    <span className="grid gap-0.5">
      <a
        href={item.url ?? undefined}
        target="_blank"
        rel="noreferrer"
        className="flex max-w-full items-center gap-1.5 text-accent-ink text-sm underline"
      >
        <IconFile size={15} stroke={1.75} className="shrink-0" aria-hidden="true" />
        <span className="truncate">{name}</span>
      </a>
      {item.state === "refused" && whyLost(item) !== "other" ? (
        <span className="text-ink-muted text-xs">{t(`files.lost.${whyLost(item)}`)}</span>
      ) : null}
    </span>
  );
}

/** On its way, or not to be had any more. */
function Absent({ item }: { item: Attachment }) {
  const { t } = useTranslation("clients");
  const name = useName()(item);
  const isWaiting = item.state === "pending";
  return (
    <span className="flex min-h-8 max-w-full items-center gap-2 text-ink-muted text-sm">
      {isWaiting ? (
        <span className="size-3.5 shrink-0 animate-spin rounded-full border-2 border-current border-t-transparent" />
      ) : (
        <IconPhotoOff size={15} stroke={1.75} className="shrink-0" aria-hidden="true" />
      )}
      <span className="min-w-0 break-words">
        {name}
        {item.state ? `: ${isWaiting ? t("files.waiting") : t(`files.lost.${whyLost(item)}`)}` : null}
      </span>
    </span>
  );
}

/** The post that a comment stands under. */
export function PostPicture({ items }: { items: readonly Attachment[] }) {
  const found = items.find((item) => isOfPost(item) && shapeOf(item) === "picture");
  const url = useSigned(found?.path);
  return url ? (
    <img src={url} alt="" loading="lazy" decoding="async" className="size-10 shrink-0 rounded-md border object-cover" />
  ) : null;
}
