import { printKeys } from "@/shared/lib/shortcuts";

/** A keyboard combination, printed for this device: `<Kbd keys="mod+k" />`. */
export function Kbd({ keys, inverted = false }: { keys: string; inverted?: boolean }) {
  return (
    <span className="inline-flex pointer-coarse:hidden gap-0.5">
      {printKeys(keys).map((key) => (
        <kbd
          key={key}
          className={`min-w-4.5 rounded-sm px-1 text-center font-medium font-sans text-2xs ${inverted ? "bg-surface/20" : "border bg-surface text-ink-muted"}`}
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
