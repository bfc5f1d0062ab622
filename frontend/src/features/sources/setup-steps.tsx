import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/shared/api/client";
import { CopyButton } from "@/shared/ui/copy-button";
import { ChoicesPart } from "./choices-part";
import { ConnectButton } from "./connect-button";
import { KeysPart } from "./keys-part";
import { adapterOf, isLinked, type Source } from "./source";
import { useChannelWords } from "./use-channels";

export type Setup = Schemas["ConnectionSetup"];

interface StepsProps {
  source: Source;
  setup: Setup;
}

/** The way to a connected account, with a tick at each step that is done. */
export function SetupSteps({ source, setup }: StepsProps) {
  const { t } = useTranslation("sources");
  const words = useChannelWords(adapterOf(source));
  const linked = isLinked(source);
  const access = setup.how === "page";
  const steps = [
    access
      ? { title: words.say("appTitle"), isDone: setup.configured, body: <AppStep source={source} setup={setup} /> }
      : { title: t("setup.where"), isDone: linked, body: <WhereStep source={source} setup={setup} /> },
    ...(linked
      ? []
      : [{ title: t("setup.choices"), isDone: false, body: <ChoicesPart source={source} setup={setup} /> }]),
    {
      title: t(access ? "setup.access" : "setup.keys"),
      isDone: linked,
      body: <AccessStep source={source} setup={setup} />,
    },
    {
      title: t("setup.first"),
      isDone: linked && Boolean(source.last_event_at),
      body: setup.simulated ? t("setup.firstSimulated") : words.say("first"),
    },
  ];
  return (
    <section className="grid gap-3">
      <h3 className="font-semibold">{t("setup.title")}</h3>
      <ol className="grid gap-4">
        {steps.map(({ title, isDone, body }, index) => (
          <Step key={title} number={index + 1} title={title} isDone={isDone}>
            {body}
          </Step>
        ))}
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
        <div className="grid gap-2 text-ink-soft text-sm empty:hidden">{children}</div>
      </div>
    </li>
  );
}

/** The installation's own application at the vendor, which serves all accounts. */
function AppStep({ source, setup }: StepsProps) {
  const { t } = useTranslation("sources");
  const words = useChannelWords(adapterOf(source));
  if (setup.simulated) return t("setup.appSimulated");
  return (
    <>
      <span>{setup.configured ? t("setup.appReady") : words.say("app")}</span>
      <Address name={t("setup.webhook")} text={setup.webhook_url} copy={t("setup.copyWebhook")} />
      <Address name={t("setup.redirect")} text={setup.redirect_url} copy={t("setup.copyRedirect")} />
    </>
  );
}

/** Where the keys are found, as long as they are wanted; and the address that some vendors want to be told by hand. */
function WhereStep({ source, setup }: StepsProps) {
  const { t } = useTranslation("sources");
  const words = useChannelWords(adapterOf(source));
  const byHand = words.own("webhook");
  if (setup.simulated && setup.fields.every((field) => !field.required || field.default)) return t("setup.filled");
  return (
    <>
      {isLinked(source) ? null : (
        <ol className="grid list-disc gap-1 pl-4">
          {words.where.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ol>
      )}
      {byHand && setup.webhook_url ? (
        <>
          <span>{byHand}</span>
          <Address name={t("setup.webhook")} text={setup.webhook_url} copy={t("setup.copyWebhook")} />
        </>
      ) : null}
      {setup.public || !setup.webhook_url ? null : (
        <p className="text-warn">{t(setup.read ? "setup.unreachedRead" : "setup.unreached")}</p>
      )}
    </>
  );
}

function AccessStep({ source, setup }: StepsProps) {
  const { t } = useTranslation("sources");
  const words = useChannelWords(adapterOf(source));
  if (isLinked(source)) return t("setup.accessDone", { account: source.account_name });
  if (!setup.configured) return t("setup.notConfigured");
  if (setup.how === "keys") return <KeysPart source={source} setup={setup} />;
  return (
    <>
      <span>{words.say("access")}</span>
      <ConnectButton source={source} look="primary" />
    </>
  );
}

/** An address to copy into the vendor's pages; however long, it widens nothing. */
export function Address({ name, text, copy }: { name: string; text: string; copy: string }) {
  return (
    <div className="grid gap-1 contain-inline-size">
      <span className="text-ink-muted text-xs">{name}</span>
      <div className="flex items-center gap-1 rounded-md border bg-sunken py-0.5 pr-0.5 pl-3">
        <code className="min-w-0 flex-1 truncate text-xs">{text}</code>
        <CopyButton text={text} label={copy} isIcon />
      </div>
    </div>
  );
}
