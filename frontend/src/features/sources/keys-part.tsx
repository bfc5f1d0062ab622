import { useTranslation } from "react-i18next";
import { ConnectButton } from "./connect-button";
import { KeysForm } from "./keys-form";
import type { Setup } from "./setup-steps";
import { isLinked, type Source } from "./source";

interface KeysPartProps {
  source: Source;
  setup: Setup;
  onDone?: () => void;
}

/** What opens an account: signing in with whoever keeps it, where that is possible here, or keys. */
export function KeysPart({ source, setup, onDone }: KeysPartProps) {
  const { t } = useTranslation("sources");
  const form = <KeysForm source={source} fields={setup.fields} onDone={onDone} />;
  if (!setup.providers.length) return form;
  // Who has signed in once does so again; no keys of his are kept.
  const hasSignedIn = isLinked(source) && !setup.fields.some(({ kept }) => kept);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap gap-2">
        {setup.providers.map((provider) => (
          <ConnectButton key={provider} source={source} provider={provider} />
        ))}
      </div>
      {hasSignedIn ? (
        <details>
          <summary className="cursor-pointer rounded-sm text-ink-soft text-sm">{t("account.signInOr")}</summary>
          <div className="pt-3">{form}</div>
        </details>
      ) : (
        <>
          <p className="text-ink-muted text-sm">{t("account.signInOr")}</p>
          {form}
        </>
      )}
    </div>
  );
}
