import { IconTag, IconTagOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { client, invalidate, type Schemas } from "@/shared/api/client";
import { Button } from "@/shared/ui/button";
import { toastError, toastUndo } from "@/shared/ui/toast";

interface ProductMarkProps {
  item: Pick<Schemas["ReviewItem"], "source_id" | "is_product">;
  mediaId: string;
}

/** Whether the post sells something: a doubtful comment under it is a lead then. */
export function ProductMark({ item: { source_id, is_product }, mediaId }: ProductMarkProps) {
  const { t } = useTranslation(["rules", "common"]);
  const write = async (isProduct: boolean) => {
    await client.PUT("/api/v1/review/posts", { body: { source_id, media_id: mediaId, is_product: isProduct } });
    await invalidate("/api/v1/review");
  };
  const turn = async () => {
    try {
      await write(!is_product);
      const undo = () => void write(is_product).catch(toastError);
      toastUndo(t(is_product ? "review.product.taken" : "review.product.marked"), undo, t("common:undo"));
    } catch (error) {
      toastError(error);
    }
  };
  const Icon = is_product ? IconTagOff : IconTag;
  return (
    <Button look="ghost" className="-ml-3" onPress={() => void turn()}>
      <Icon size={14} aria-hidden="true" />
      {t(is_product ? "review.product.off" : "review.product.on")}
    </Button>
  );
}
