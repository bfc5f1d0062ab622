import { overlayPart } from "@/shared/lib/lazy-part";

/** The task form on pages that mostly do without it: fetched when it opens. */
export const LazyTaskForm = overlayPart(async () => (await import("./task-form")).TaskForm);
