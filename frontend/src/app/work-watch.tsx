import { useTranslation } from "react-i18next";
import { useCommands } from "@/shared/lib/commands";
import { useWork, workIcons } from "@/shared/worktime/use-work";
import { useBeat } from "./use-beat";

/** Working time behind every screen: the beats, and what the command menu offers about it. */
export function WorkWatch() {
  const { t } = useTranslation("crm");
  const { actions, act } = useWork();
  useBeat();
  useCommands(
    actions.map((action) => ({
      id: `work:${action}`,
      title: t(`work.${action}`),
      icon: workIcons[action],
      run: () => act(action),
    })),
  );
  return null;
}
