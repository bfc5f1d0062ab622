import { notFound } from "@tanstack/react-router";
import { cachedMe } from "@/shared/api/me";

/** `beforeLoad` of places that only an admin has; for others they do not exist. The API refuses besides. */
export function adminOnly() {
  if (cachedMe()?.role !== "admin") throw notFound();
}
