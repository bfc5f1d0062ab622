import { type ComponentProps, lazy, Suspense } from "react";
import type { TaskForm } from "./task-form";

const Form = lazy(async () => ({ default: (await import("./task-form")).TaskForm }));

/** The task form on pages that mostly do without it: fetched when it opens. */
export function LazyTaskForm(props: ComponentProps<typeof TaskForm>) {
  return (
    <Suspense>
      <Form {...props} />
    </Suspense>
  );
}
