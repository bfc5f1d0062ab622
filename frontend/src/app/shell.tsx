import { IconPlus, IconSearch } from "@tabler/icons-react";
import { Outlet } from "@tanstack/react-router";
import { Suspense, useEffect, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { startLive } from "@/shared/api/live";
import { useMe } from "@/shared/api/me";
import { watchNetwork } from "@/shared/api/network";
import { useSessionState, watchSession } from "@/shared/api/session";
import { intlLocale } from "@/shared/i18n";
import { createFormat } from "@/shared/lib/format";
import { ahead, lazyPart } from "@/shared/lib/lazy-part";
import { beQuiet } from "@/shared/lib/quiet";
import { listenToShortcuts, useShortcut } from "@/shared/lib/shortcuts";
import { FormatContext } from "@/shared/lib/use-format";
import { IconButton } from "@/shared/ui/icon-button";
import { Kbd } from "@/shared/ui/kbd";
import { PageCornerContext } from "@/shared/ui/page";
import { useHasToasts } from "@/shared/ui/toast";
import { CreateMenu } from "./create-menu";
import { SideNavigation, TabBar } from "./navigation";
import { NotificationsBell } from "./notifications-bell";
import { OfflineBanner } from "./offline-banner";
import { RouteProgress } from "./route-progress";
import { ShellShortcuts } from "./shell-shortcuts";
import { ShiftQuestion } from "./shift-question";
import { useNoticePopups } from "./use-notice-popups";
import { UserMenu } from "./user-menu";
import { WorkChip } from "./work-chip";
import { WorkWatch } from "./work-watch";

const loadCommandMenu = async () => (await import("./command-menu")).CommandMenu;
const CommandMenu = lazyPart(loadCommandMenu);
const prepareCommandMenu = ahead(loadCommandMenu);
const SessionDialog = lazyPart(async () => (await import("./session-dialog")).SessionDialog);
const Toasts = lazyPart(async () => (await import("@/shared/ui/toast-region")).Toasts);

// When what opens by a press is fetched, and what must be there when the network is not.
const afterFirstScreen = 1500;

function useReaderFormat() {
  const { i18n } = useTranslation();
  const { company } = useMe();
  return createFormat({
    locale: intlLocale(i18n.language),
    timeZone: company?.time_zone ?? "UTC",
    currency: company?.currency ?? "UAH",
  });
}

function useBackgroundWork(userId: string) {
  useNoticePopups();
  useEffect(() => {
    const timer = setTimeout(beQuiet, afterFirstScreen);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => startLive(userId), [userId]);
  useEffect(watchNetwork, []);
  useEffect(listenToShortcuts, []);
  useEffect(() => {
    // People type right after Ctrl K: the menu must not still be on its way then, so Ctrl alone sends for it.
    const prepare = ({ key }: KeyboardEvent) => {
      if (key === "Control" || key === "Meta") prepareCommandMenu();
    };
    window.addEventListener("keydown", prepare);
    return () => window.removeEventListener("keydown", prepare);
  }, []);
  useEffect(watchSession, []);
}

/** Everything around the screens of somebody who is signed in. */
export function Shell() {
  const { t } = useTranslation(["shell", "search"]);
  const format = useReaderFormat();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const isExpired = useSessionState() === "expired";
  const hasToasts = useHasToasts();
  useBackgroundWork(useMe().id);
  useShortcut("mod+k", t("search:open"), () => setMenuOpen((open) => !open));

  const corner = (
    <>
      <IconButton icon={IconSearch} label={t("search:open")} onPress={() => setMenuOpen(true)} />
      <NotificationsBell />
    </>
  );
  return (
    <FormatContext value={format}>
      <PageCornerContext value={corner}>
        <a
          href="#content"
          className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-white focus:translate-y-0"
        >
          {t("skip")}
        </a>
        <div className="flex h-dvh flex-col overflow-clip lg:flex-row">
          <aside className="hidden w-56 shrink-0 flex-col gap-3 pt-2 pb-2 lg:flex">
            <Brand onSearch={() => setMenuOpen(true)} />
            <SideNavigation />
            <div className="mt-auto grid px-2">
              <WorkChip />
              <UserMenu />
            </div>
          </aside>
          <main
            id="content"
            tabIndex={-1}
            className="relative flex min-h-0 min-w-0 flex-1 flex-col overflow-clip bg-surface outline-none lg:my-2 lg:mr-2 lg:rounded-xl lg:border lg:shadow-card"
          >
            <RouteProgress />
            <OfflineBanner />
            <Outlet />
          </main>
          <TabBar />
        </div>
        <Suspense>{isMenuOpen ? <CommandMenu onClose={() => setMenuOpen(false)} /> : null}</Suspense>
        <Suspense>{isExpired ? <SessionDialog /> : null}</Suspense>
        <Suspense>{hasToasts ? <Toasts /> : null}</Suspense>
        <ShellShortcuts />
        <WorkWatch />
        <ShiftQuestion />
      </PageCornerContext>
    </FormatContext>
  );
}

function Brand({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation(["shell", "common"]);
  return (
    <div className="grid gap-2 px-2">
      <div className="flex h-10 items-center gap-2 pl-2 font-semibold">
        <img src="/favicon.svg" alt="" width={22} height={22} />
        <span className="flex-1 tracking-tight">{t("common:appName")}</span>
        <NotificationsBell />
        <CreateMenu>
          <IconButton icon={IconPlus} label={t("create.open")} />
        </CreateMenu>
      </div>
      <Button
        onPress={onSearch}
        onHoverStart={prepareCommandMenu}
        className="flex h-8 cursor-pointer items-center gap-2 rounded-md border bg-surface px-2 text-ink-muted text-sm shadow-card data-hovered:border-line-strong"
      >
        <IconSearch size={15} aria-hidden="true" />
        <span className="flex-1 text-left">{t("common:search")}</span>
        <Kbd keys="mod+k" />
      </Button>
    </div>
  );
}
