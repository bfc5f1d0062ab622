import type { Icon } from "@tabler/icons-react";
import { Button, type ButtonProps } from "./button";
import { Tooltip } from "./tooltip";

interface IconButtonProps extends Omit<ButtonProps, "children" | "size"> {
  icon: Icon;
  /** The name for screen readers and the tooltip. */
  label: string;
  size?: "icon" | "tiny";
  shortcut?: string;
}

export function IconButton({
  icon: IconShape,
  label,
  size = "icon",
  look = "ghost",
  shortcut,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <Button {...props} look={look} size={size} aria-label={label}>
        <IconShape size={size === "tiny" ? 15 : 17} stroke={1.75} aria-hidden="true" />
      </Button>
    </Tooltip>
  );
}
