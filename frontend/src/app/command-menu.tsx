import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import {
  Dialog as AriaDialog,
  Autocomplete,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  TextField,
  useFilter,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type Command, useCommandList } from "@/shared/lib/commands";
import { overlayShape } from "@/shared/ui/dialog";
import { Kbd } from "@/shared/ui/kbd";
import { itemShape } from "@/shared/ui/list-popover";
import { useCreateActions } from "./create-menu";
import { usePlaces } from "./places";
import { useSearchHits } from "./search-hits";

const hitPrefix = "hit:";

/** Ctrl/⌘ K: places, what can be done here, and what the company has by these words. */
export function CommandMenu({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["search", "shell", "common"]);
  const { contains } = useFilter({ sensitivity: "base" });
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const hits = useSearchHits(text);
  const create = useCreateActions();
  const own = useCommandList();
  const places: Command[] = usePlaces().map(({ key, to, icon, shortcut }) => ({
    id: `place:${key}`,
    title: t(`shell:nav.${key}`),
    icon,
    shortcut,
    run: () => void navigate({ to }),
  }));
  const actions: Command[] = [...own, ...create];
  const groups = [
    { id: "results", title: t("results"), items: hits.commands.map((hit) => ({ ...hit, id: hitPrefix + hit.id })) },
    { id: "actions", title: t("actions"), items: actions },
    { id: "places", title: t("places"), items: places },
  ].filter((group) => group.items.length > 0);
  const all = groups.flatMap((group) => group.items);
  const run = (id: string) => {
    onClose();
    all.find((command) => command.id === id)?.run();
  };

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className={`${overlayShape} flex items-start justify-center p-2 sm:pt-[12dvh]`}
    >
      <Modal className="w-full max-w-xl rounded-xl bg-raised shadow-pop transition duration-100 data-entering:scale-98 data-entering:opacity-0">
        <AriaDialog aria-label={t("open")} className="flex max-h-[min(34rem,80dvh)] flex-col outline-none">
          {/* The server has matched its own results; everything else is matched here. */}
          <Autocomplete
            inputValue={text}
            onInputChange={setText}
            filter={(value, input, node) => String(node.key).startsWith(hitPrefix) || contains(value, input)}
          >
            <TextField aria-label={t("open")} autoFocus className="flex h-12 shrink-0 items-center gap-2 border-b px-4">
              <IconSearch size={17} className="shrink-0 text-ink-muted" aria-hidden="true" />
              <Input
                role="combobox"
                aria-expanded
                placeholder={t("placeholder")}
                className="h-full min-w-0 flex-1 bg-transparent text-ink outline-none [&::-webkit-search-cancel-button]:hidden"
              />
            </TextField>
            <ListBox
              aria-label={t("open")}
              onAction={(key) => run(String(key))}
              className="scroll-area min-h-0 flex-1 p-1.5 outline-none"
              renderEmptyState={() => (
                <p className="px-2 py-6 text-center text-ink-muted">
                  {hits.isLoading ? t("common:loading") : t("common:nothingFound")}
                </p>
              )}
            >
              {groups.map((group) => (
                <ListBoxSection key={group.id} id={group.id} className="pb-1">
                  <Header className="px-2 pt-1.5 pb-1 font-medium text-ink-muted text-xs">{group.title}</Header>
                  {group.items.map((command) => (
                    <CommandItem key={command.id} command={command} />
                  ))}
                </ListBoxSection>
              ))}
            </ListBox>
          </Autocomplete>
          {hits.isError ? <p className="border-t px-4 py-2 text-ink-muted text-sm">{t("failed")}</p> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function CommandItem({ command: { id, title, keywords, icon: IconShape, hint, shortcut } }: { command: Command }) {
  return (
    <ListBoxItem id={id} textValue={[title, keywords].filter(Boolean).join(" ")} className={`${itemShape} min-h-9`}>
      {IconShape ? <IconShape size={17} stroke={1.75} className="shrink-0 text-ink-muted" aria-hidden="true" /> : null}
      <span className="truncate">{title}</span>
      <span className="min-w-0 flex-1 truncate text-ink-muted text-sm">{hint}</span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
    </ListBoxItem>
  );
}
