import { useQuery } from "@tanstack/react-query";
import { signedUrl } from "@/shared/api/storage";
import { bucket } from "./store-file";

const lives = 3600;

/** An address for showing a stored file on the page; asked anew before it ends. */
export const useSigned = (path: string | null | undefined) =>
  useQuery({
    queryKey: ["signed", path],
    queryFn: () => signedUrl(bucket, path as string, lives),
    enabled: Boolean(path),
    staleTime: (lives - 600) * 1000,
    gcTime: (lives - 600) * 1000,
    // A new address is a new picture to the browser: none while it is looked at.
    refetchOnWindowFocus: false,
  }).data;
