import { IconArchive, IconDots, IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/shared/ui/icon-button";
import { Menu, MenuItem, MenuTrigger } from "@/shared/ui/menu";
import { Sheet } from "@/shared/ui/sheet";
import { Switch } from "@/shared/ui/switch";
import { Tabs } from "@/shared/ui/tabs";
import { toastError } from "@/shared/ui/toast";
import { AccountPart } from "./account-part";
import { AssignmentPanel } from "./assignment-panel";
import { ConnectPart } from "./connect-part";
import { EventsPart } from "./events-part";
import { RenameDialog } from "./rename-dialog";
import { RulePart } from "./rule-part";
import { type Refusal, type SourceTab, sourceTabs } from "./search";
import { hasAccount, isLinked, type Source } from "./source";
import { useArchiveSource, useChangeSource } from "./use-source";

interface SourceSheetProps {
  source: Source;
  tab: SourceTab;
  /** What the way to the vendor and back came to, when he has just come back. */
  outcome?: Refusal | "connected";
  onTab: (tab: SourceTab) => void;
  onClose: () => void;
}

/** One connection: how to put it on the site, to whom its leads go, what came. */
export function SourceSheet({ source, tab, outcome, onTab, onClose }: SourceSheetProps) {
  const { t } = useTranslation("sources");
  const parked = source.parked || undefined;
  return (
    <Sheet isOpen onClose={onClose} title={source.name} actions={<SourceMenu source={source} onGone={onClose} />}>
      <div className="grid gap-4">
        {hasAccount(source) && !isLinked(source) ? null : <Intake source={source} />}
        <Tabs
          label={source.name}
          items={sourceTabs.map((id) => ({ id, label: t(`tab.${id}`), count: id === "events" ? parked : undefined }))}
          value={tab}
          onChange={onTab}
        >
          {tab === "connect" && hasAccount(source) ? (
            <AccountPart source={source} outcome={outcome} />
          ) : tab === "connect" ? (
            <ConnectPart source={source} />
          ) : tab === "rule" ? (
            <div className="grid gap-4">
              <RulePart key={`${source.assignment_rule} ${source.fixed_manager_id}`} source={source} />
              <AssignmentPanel sourceId={source.id} rule={source.assignment_rule} />
            </div>
          ) : (
            <EventsPart source={source} />
          )}
        </Tabs>
      </div>
    </Sheet>
  );
}

function Intake({ source }: { source: Source }) {
  const { t } = useTranslation("sources");
  const { change } = useChangeSource(source);
  const isOn = source.state !== "paused";
  const isLost = source.state === "reauth_required";
  const ofAccount = isLost ? "intake.accountLost" : isOn ? "intake.accountOn" : "intake.accountOff";
  return (
    <div className="rounded-lg border px-3 py-2">
      <Switch
        value={isOn && !isLost}
        isDisabled={isLost}
        onChange={(on) => void change({ state: on ? "active" : "paused" }).catch(toastError)}
        hint={t(hasAccount(source) ? ofAccount : isOn ? "intake.on" : "intake.off")}
      >
        {t("intake.label")}
      </Switch>
    </div>
  );
}

function SourceMenu({ source, onGone }: { source: Source; onGone: () => void }) {
  const { t } = useTranslation("sources");
  const [isRenaming, setRenaming] = useState(false);
  const archive = useArchiveSource(source);
  return (
    <>
      <MenuTrigger>
        <IconButton icon={IconDots} label={t("menu", { name: source.name })} />
        <Menu title={source.name} placement="bottom end">
          <MenuItem icon={IconPencil} onAction={() => setRenaming(true)}>
            {t("rename.open")}
          </MenuItem>
          <MenuItem
            icon={IconArchive}
            isDanger
            onAction={async () => {
              if (await archive()) onGone();
            }}
          >
            {t("archive")}
          </MenuItem>
        </Menu>
      </MenuTrigger>
      {isRenaming ? <RenameDialog source={source} onClose={() => setRenaming(false)} /> : null}
    </>
  );
}
