import { useState } from "react";
import { initials } from "@/shared/lib/format";

const hue = (name: string) => [...name].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 360, 7);

interface AvatarProps {
  name: string;
  photo?: string | null;
  size?: number;
  /** True where the name stands beside it. */
  isDecorative?: boolean;
}

/** A photo, or initials on a colour that belongs to the name. */
export function Avatar({ name, photo, size = 20, isDecorative = false }: AvatarProps) {
  const [isBroken, setBroken] = useState(false);
  const tone = hue(name);
  const box = { width: size, height: size };
  if (photo && !isBroken) {
    return (
      <img
        src={photo}
        alt={isDecorative ? "" : name}
        style={box}
        onError={() => setBroken(true)}
        className="shrink-0 rounded-full object-cover"
      />
    );
  }
  const label = isDecorative ? { "aria-hidden": true } : { role: "img", "aria-label": name, title: name };
  return (
    <span
      {...label}
      className="inline-grid shrink-0 select-none place-items-center rounded-full font-semibold leading-none"
      style={{
        ...box,
        fontSize: size * 0.4,
        background: `light-dark(oklch(0.92 0.045 ${tone}), oklch(0.36 0.06 ${tone}))`,
        color: `light-dark(oklch(0.4 0.1 ${tone}), oklch(0.88 0.07 ${tone}))`,
      }}
    >
      {initials(name)}
    </span>
  );
}
