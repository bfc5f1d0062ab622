import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { errorText } from "@/shared/api/errors";
import { useColleagueOptions } from "@/shared/crm/people";
import { useFormat } from "@/shared/lib/use-format";
import { Button } from "@/shared/ui/button";
import { Combobox } from "@/shared/ui/combobox";
import { Dialog } from "@/shared/ui/dialog";
import { FormAlert } from "@/shared/ui/form";
import { RadioGroup } from "@/shared/ui/radio-group";
import { toast } from "@/shared/ui/toast";
import { clientsCountedUpTo, hasWork, type Member } from "./member";
import { refreshTeam } from "./use-team";

interface DeactivateDialogProps {
  member: Member;
  onClose: () => void;
}

/** Ends somebody's access; asks first who takes the work over. Cannot be undone as a whole, so it is a question. */
export function DeactivateDialog({ member: known, onClose }: DeactivateDialogProps) {
  const { t } = useTranslation(["team", "common"]);
  const [way, setWay] = useState<"colleague" | "nobody">("colleague");
  const [receiver, setReceiver] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  const deactivate = api.useMutation("post", "/api/v1/team/{id}/deactivate", { onSettled: refreshTeam });
  // The list may be a minute old; what is handed over is counted anew.
  const path = { params: { path: { id: known.id } } };
  const { data, isPending } = api.useQuery("get", "/api/v1/team/{id}", path, { staleTime: 0 });
  const member = data ?? known;
  const asks = hasWork(member);
  const confirm = () => {
    if (asks && way === "colleague" && !receiver) return setMissing(true);
    deactivate.mutate(
      {
        ...path,
        body: { hand_over_to: asks && way === "colleague" ? receiver : null },
      },
      {
        onSuccess: ({ clients }) => {
          onClose();
          toast(t("deactivate.done", { name: member.full_name }), {
            tone: "good",
            description: clients ? t("deactivate.moved", { count: clients }) : undefined,
          });
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("deactivate.title", { name: member.full_name })}
      footer={
        <>
          <Button onPress={onClose}>{t("common:cancel")}</Button>
          <Button look="danger" onPress={confirm} isDisabled={isPending} isPending={deactivate.isPending}>
            {t("deactivate.submit")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-ink-soft">{t(member.status === "invited" ? "deactivate.invited" : "deactivate.lead")}</p>
        {asks ? (
          <>
            <Load member={member} />
            <RadioGroup
              label={t("deactivate.who")}
              value={way}
              onChange={setWay}
              options={[
                { id: "colleague", label: t("deactivate.colleague") },
                { id: "nobody", label: t("deactivate.nobody"), hint: t("deactivate.nobodyHint") },
              ]}
            />
            {way === "colleague" ? (
              <Receiver
                leaving={member.id}
                value={receiver}
                onChange={setReceiver}
                error={isMissing && !receiver ? t("common:validation.required") : undefined}
              />
            ) : null}
          </>
        ) : null}
        <FormAlert>{deactivate.error ? errorText(deactivate.error) : null}</FormAlert>
      </div>
    </Dialog>
  );
}

function Load({ member }: { member: Member }) {
  const { t } = useTranslation("team");
  const format = useFormat();
  const parts = [
    t("load.clients", { count: member.clients, shown: format.counted(member.clients, clientsCountedUpTo) }),
    t("load.deals", { count: member.open_deals }),
    t("load.tasks", { count: member.open_tasks }),
  ];
  return <p className="rounded-md bg-sunken px-3 py-2 text-sm">{t("deactivate.has", { list: format.list(parts) })}</p>;
}

interface ReceiverProps {
  leaving: string;
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string;
}

function Receiver({ leaving, ...field }: ReceiverProps) {
  const { t } = useTranslation("team");
  const options = useColleagueOptions().filter(({ id }) => id !== leaving);
  return <Combobox {...field} label={t("deactivate.receiver")} options={options} />;
}
