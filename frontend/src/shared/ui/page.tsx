import { IconArrowLeft } from "@tabler/icons-react";
import type { LinkProps } from "@tanstack/react-router";
import { createContext, type ReactNode, use } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "./button";

/** Filled by the shell: what stands at the end of every page's header on phones (the bell). */
export const PageCornerContext = createContext<ReactNode>(null);

interface PageProps {
  title: string;
  /** How many there are: "200 сделок". */
  count?: ReactNode;
  /** Filters and view switches; on phones a line of their own under the title. */
  filters?: ReactNode;
  /** At most one primary button. */
  actions?: ReactNode;
  /** Where the arrow before the title leads. */
  back?: { to: LinkProps["to"]; label: string };
  /** "flush" gives the content the whole panel (boards, tables). */
  layout?: "centred" | "flush";
  children: ReactNode;
}

export function Page({ title, count, filters, actions, back, layout = "centred", children }: PageProps) {
  const { t } = useTranslation();
  const corner = use(PageCornerContext);
  return (
    <>
      <title>{`${title} · ${t("appName")}`}</title>
      <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-3 px-4 lg:min-h-13 lg:border-b lg:px-5">
        {back ? (
          <ButtonLink to={back.to} look="ghost" size="icon" aria-label={back.label} className="-ml-2">
            <IconArrowLeft size={17} stroke={1.75} aria-hidden="true" />
          </ButtonLink>
        ) : null}
        <div className="flex h-14 min-w-0 flex-1 items-center lg:h-13 lg:flex-none">
          <div className="flex min-w-0 items-baseline gap-2">
            <h1 className="truncate font-semibold text-lg lg:text-base">{title}</h1>
            {count === undefined ? null : <span className="tabular shrink-0 text-ink-muted text-sm">{count}</span>}
          </div>
        </div>
        {filters ? (
          <div className="order-last flex w-full min-w-0 flex-wrap items-center gap-2 pb-3 lg:order-none lg:w-auto lg:flex-1 lg:pb-0">
            {filters}
          </div>
        ) : null}
        <div className="flex items-center gap-2 lg:ml-auto">{actions}</div>
        <div className="flex items-center empty:hidden lg:hidden">{corner}</div>
      </header>
      <div
        data-scroll-restoration-id="page"
        className={layout === "flush" ? "relative flex min-h-0 flex-1 flex-col" : "scroll-area relative min-h-0 flex-1"}
      >
        {layout === "flush" ? children : <div className="mx-auto max-w-288 px-4 pt-1 pb-8 lg:p-6">{children}</div>}
      </div>
    </>
  );
}

interface PanelProps {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}

/** A card on a page: hairline, 8 px corners, 16 px inside. */
export function Panel({ title, actions, children, className = "" }: PanelProps) {
  return (
    <section className={`rounded-lg border bg-raised p-4 shadow-card ${className}`}>
      {title || actions ? (
        <header className="mb-3 flex min-h-6 items-center gap-2">
          {title ? <h2 className="min-w-0 flex-1 truncate font-semibold">{title}</h2> : null}
          {actions}
        </header>
      ) : null}
      {children}
    </section>
  );
}
