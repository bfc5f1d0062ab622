import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { CopyButton } from "@/shared/ui/copy-button";
import { ConnectButton } from "./account-actions";
import { isLinked, type Source } from "./source";

type Setup = Schemas["ConnectionSetup"];

/** The way to a connected account, with a tick at each step that is done. */
export function SetupSteps({ source, setup }: { source: Source; setup: Setup }) {
  const { t } = useTranslation("sources");
  const linked = isLinked(source);
  return (
    <section className="grid gap-3">
      <h3 className="font-semibold">{t("setup.title")}</h3>
      <ol className="grid gap-4">
        <Step number={1} title={t("setup.app")} isDone={setup.configured}>
          <AppStep setup={setup} />
        </Step>
        <Step number={2} title={t("setup.access")} isDone={linked}>
          {linked ? (
            t("setup.accessDone", { account: source.account_name })
          ) : (
            <>
              <span>{t("setup.accessText")}</span>
              {setup.configured ? <ConnectButton source={source} look="primary" /> : null}
            </>
          )}
        </Step>
        <Step number={3} title={t("setup.first")} isDone={linked && Boolean(source.last_event_at)}>
          {t("setup.firstText")}
        </Step>
      </ol>
    </section>
  );
}

interface StepProps {
  number: number;
  title: string;
  isDone: boolean;
  children: ReactNode;
}

function Step({ number, title, isDone, children }: StepProps) {
  const { t } = useTranslation("sources");
  return (
    <li className="flex gap-3">
      <span
        className={`tabular grid size-6 shrink-0 place-items-center rounded-full font-semibold text-xs ${isDone ? "bg-good-soft text-good" : "bg-sunken text-ink-soft"}`}
      >
        {isDone ? <IconCheck size={15} stroke={2.25} aria-hidden="true" /> : <span aria-hidden="true">{number}</span>}
        <span className="sr-only">{t(isDone ? "setup.done" : "setup.todo")}</span>
      </span>
      <div className="grid min-w-0 flex-1 gap-2">
        <h4 className="pt-0.5 font-medium">{title}</h4>
        <div className="grid gap-2 text-ink-soft text-sm">{children}</div>
      </div>
    </li>
  );
}

function AppStep({ setup }: { setup: Setup }) {
  const { t } = useTranslation("sources");
  if (setup.simulated) return t("setup.appSimulated");
  return (
    <>
      <span>{t(setup.configured ? "setup.appReady" : "setup.appMissing")}</span>
      <Address name={t("setup.webhook")} text={setup.webhook_url} copy={t("setup.copyWebhook")} />
      <Address name={t("setup.redirect")} text={setup.redirect_url} copy={t("setup.copyRedirect")} />
    </>
  );
}

function Address({ name, text, copy }: { name: string; text: string; copy: string }) {
  return (
    <div className="grid gap-1">
      <span className="text-ink-muted text-xs">{name}</span>
      <div className="flex items-center gap-1 rounded-md border bg-sunken py-0.5 pr-0.5 pl-3">
        <code className="min-w-0 flex-1 truncate text-xs">{text}</code>
        <CopyButton text={text} label={copy} isIcon />
      </div>
    </div>
  );
}
