import { IconDots, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { useIsAdmin } from "@/shared/api/me";
import { lazyPart } from "@/shared/lib/lazy-part";
import { CreateMenu } from "./create-menu";
import { adminsPlaces, everyonesPlaces, isOnBar, type Place } from "./places";

const MoreSheet = lazyPart(async () => (await import("./more-sheet")).MoreSheet);

function SideLink({ place: { to, key, icon: IconShape } }: { place: Place }) {
  const { t } = useTranslation("shell");
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === "/", includeSearch: false }}
      className="flex h-8 pointer-coarse:h-11 items-center gap-2.5 rounded-md px-2 font-medium text-ink-soft transition-colors hover:bg-hover aria-[current=page]:bg-hover aria-[current=page]:text-ink"
    >
      <IconShape size={17} stroke={1.75} aria-hidden="true" />
      {t(`nav.${key}`)}
      {key === "inbox" ? <WaitingCount /> : null}
    </Link>
  );
}

/** How many clients wait for an answer. */
function WaitingCount() {
  const { t } = useTranslation("shell");
  const { data } = api.useQuery("get", "/api/v1/conversations", { params: { query: { limit: 1 } } });
  if (!data?.total) return null;
  return (
    <span className="tabular ml-auto rounded-full bg-accent-soft px-1.5 font-medium text-accent-ink text-xs">
      <span aria-hidden="true">{data.total > 99 ? "99+" : data.total}</span>
      <span className="sr-only">{t("nav.waiting", { count: data.total })}</span>
    </span>
  );
}

export function SideNavigation() {
  const { t } = useTranslation("shell");
  const isAdmin = useIsAdmin();
  return (
    <nav aria-label={t("nav.main")} className="grid gap-0.5 px-2">
      {everyonesPlaces.map((place) => (
        <SideLink key={place.key} place={place} />
      ))}
      {isAdmin ? (
        <>
          <p className="mt-4 mb-1 px-2 font-medium text-ink-muted text-xs">{t("nav.admin")}</p>
          {adminsPlaces.map((place) => (
            <SideLink key={place.key} place={place} />
          ))}
        </>
      ) : null}
    </nav>
  );
}

const tabShape =
  "grid h-14 cursor-pointer place-content-center justify-items-center gap-0.5 -outline-offset-2 font-medium text-2xs text-ink-muted aria-[current=page]:text-accent-ink";

function TabLink({ place: { to, key, icon: IconShape } }: { place: Place }) {
  const { t } = useTranslation("shell");
  return (
    <Link to={to} activeOptions={{ exact: to === "/", includeSearch: false }} className={tabShape}>
      <IconShape size={22} stroke={1.6} aria-hidden="true" />
      {t(`nav.${key}`)}
    </Link>
  );
}

/** The phone's bottom bar: four places, what can be created, and the rest. */
export function TabBar() {
  const { t } = useTranslation("shell");
  const [isMoreOpen, setMoreOpen] = useState(false);
  const [home, clients, deals, tasks] = everyonesPlaces.filter(isOnBar) as [Place, Place, Place, Place];
  return (
    <nav
      aria-label={t("nav.main")}
      className="grid shrink-0 grid-cols-6 border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <TabLink place={home} />
      <TabLink place={clients} />
      <CreateMenu placement="top">
        <Button aria-label={t("create.open")} className="grid cursor-pointer place-items-center -outline-offset-2">
          <span className="grid size-10 place-items-center rounded-full bg-accent text-white shadow-card">
            <IconPlus size={20} stroke={2} aria-hidden="true" />
          </span>
        </Button>
      </CreateMenu>
      <TabLink place={deals} />
      <TabLink place={tasks} />
      <Button className={tabShape} onPress={() => setMoreOpen(true)}>
        <IconDots size={22} stroke={1.6} aria-hidden="true" />
        {t("nav.more")}
      </Button>
      <Suspense>{isMoreOpen ? <MoreSheet onClose={() => setMoreOpen(false)} /> : null}</Suspense>
    </nav>
  );
}
