import { Link, type LinkProps } from "@tanstack/react-router";

interface PageLinksProps {
  label: string;
  links: readonly { to: LinkProps["to"]; params?: { id: string }; label: string }[];
}

/** Pages about the same thing, side by side in the header: looks like `Segmented`, but each has an address. */
export function PageLinks({ label, links }: PageLinksProps) {
  return (
    <nav aria-label={label} className="flex h-8 pointer-coarse:h-11 rounded-md bg-sunken p-0.5 max-lg:w-full">
      {links.map(({ to, params, label: name }) => (
        <Link
          key={to}
          to={to}
          params={params as never}
          activeOptions={{ exact: true, includeSearch: false }}
          className="inline-flex flex-auto items-center justify-center rounded-[5px] px-2.5 font-medium text-ink-muted text-sm transition-colors hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-ink aria-[current=page]:shadow-card"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
