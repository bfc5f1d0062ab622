import { signedUrl } from "@/shared/api/storage";
import { toastError } from "@/shared/ui/toast";
import { bucket } from "./store-file";

/** Saves a client's file under the name people know it by. */
export async function openFile(path: string, name: string) {
  try {
    window.location.assign(await signedUrl(bucket, path, 60, name));
  } catch (error) {
    toastError(error);
  }
}
