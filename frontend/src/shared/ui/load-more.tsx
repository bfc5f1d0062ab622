import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";

interface LoadMoreProps {
  hasMore: boolean | undefined;
  isLoading: boolean | undefined;
  onMore: (() => void) | undefined;
}

/** The end of a list that has more: loads when it is scrolled near, and by a button for the keyboard. */
export function LoadMore({ hasMore = false, isLoading = false, onMore }: LoadMoreProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    if (!hasMore || isLoading || !place.current || !("IntersectionObserver" in window)) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current?.(), {
      rootMargin: "600px",
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [hasMore, isLoading]);
  if (!hasMore) return null;
  return (
    <div ref={place} className="grid place-items-center p-4">
      <Button onPress={onMore} isPending={isLoading}>
        {t("showMore")}
      </Button>
    </div>
  );
}
