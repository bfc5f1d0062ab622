import { createFileRoute } from "@tanstack/react-router";
import * as z from "zod/mini";
import { ImportPage } from "@/features/import/import-page";

const id = z.optional(z.catch(z.optional(z.uuid()), undefined));

export const Route = createFileRoute("/_app/import")({
  validateSearch: z.object({ id }),
  component: ImportPage,
});
