import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useShortcut } from "@/shared/lib/shortcuts";
import { useCreateActions } from "./create-menu";
import { usePlaces } from "./places";

function Bound({ keys, label, run }: { keys: string; label: string; run: () => void }) {
  useShortcut(keys, label, run);
  return null;
}

/** The shortcuts that hold on every screen: places to go and things to create. */
export function ShellShortcuts() {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  return (
    <>
      {usePlaces().map(({ key, to, shortcut }) =>
        shortcut ? <Bound key={key} keys={shortcut} label={t(`nav.${key}`)} run={() => void navigate({ to })} /> : null,
      )}
      {useCreateActions().map(({ id, title, shortcut, run }) => (
        <Bound key={id} keys={shortcut} label={title} run={() => void run()} />
      ))}
    </>
  );
}
