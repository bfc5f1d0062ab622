import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { useTranslation } from "react-i18next";

const looks = {
  primary: "bg-accent text-white shadow-card data-hovered:bg-accent-hover hover:bg-accent-hover",
  secondary: "border border-line-strong bg-surface text-ink shadow-card data-hovered:bg-sunken hover:bg-sunken",
  ghost: "text-ink-soft data-hovered:bg-hover data-hovered:text-ink hover:bg-hover hover:text-ink",
  danger: "border border-line-strong bg-surface text-bad shadow-card data-hovered:bg-bad-soft hover:bg-bad-soft",
};

const sizes = {
  md: "h-8 gap-1.5 px-3 pointer-coarse:h-11",
  lg: "h-10 gap-2 px-4 pointer-coarse:h-11",
  icon: "size-8 pointer-coarse:size-11",
  // The finger gets 44 px where the eye sees 36.
  tiny: "size-6 pointer-coarse:size-9 pointer-coarse:after:absolute pointer-coarse:after:-inset-1",
};

export interface ButtonLook {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
}

const shape = ({ look = "secondary", size = "md" }: ButtonLook, extra = "") =>
  `relative inline-flex shrink-0 cursor-pointer select-none items-center justify-center whitespace-nowrap rounded-md font-medium transition-colors duration-100 data-disabled:cursor-default data-disabled:opacity-50 ${looks[look]} ${sizes[size]} ${extra}`;

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "children">, ButtonLook {
  className?: string;
  children?: ReactNode;
}

/** `isPending` shows a spinner in place of the text, keeps the width and the focus, and takes no second press. */
export function Button({ look, size, className, children, isPending = false, type, onPress, ...props }: ButtonProps) {
  // React Aria's own isPending leaves a nameless node in its live region when the button goes away.
  return (
    <AriaButton
      {...props}
      type={isPending ? "button" : type}
      onPress={isPending ? undefined : onPress}
      aria-disabled={isPending || undefined}
      className={shape({ look, size }, className)}
    >
      {isPending ? <Pending>{children}</Pending> : children}
    </AriaButton>
  );
}

function Pending({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="inline-flex items-center gap-1.5 opacity-0">{children}</span>
      <span className="absolute inset-0 grid place-items-center">
        <span className="size-4 animate-spin rounded-full border-2 border-current border-t-transparent" />
        <span className="sr-only">{t("loading")}</span>
      </span>
    </>
  );
}

interface AnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement>, ButtonLook {
  ref?: Ref<HTMLAnchorElement>;
}

function Anchor({ look, size, className, ...props }: AnchorProps) {
  return <a {...props} className={shape({ look, size }, className)} />;
}

/** A place of the application that looks like a button: `<ButtonLink to="/clients" look="primary">`. */
export const ButtonLink = createLink(Anchor);
