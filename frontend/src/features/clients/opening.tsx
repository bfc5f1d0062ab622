import { useTranslation } from "react-i18next";
import { Button } from "@/shared/ui/button";

interface OpeningProps {
  words: string;
  onTake: (text: string) => void;
}

/** The head's words to begin a private reply with. */
export function Opening({ words, onTake }: OpeningProps) {
  const { t } = useTranslation("clients");
  return (
    <Button look="ghost" className="justify-self-start" onPress={() => onTake(words)}>
      {t("reply.opening")}
    </Button>
  );
}
