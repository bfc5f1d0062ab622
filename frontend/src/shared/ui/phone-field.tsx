import { useRef } from "react";
import { cleanPhone } from "@/shared/lib/phone";
import { TextField, type TextFieldProps } from "./text-field";

interface PhoneFieldProps extends Omit<TextFieldProps, "type" | "value" | "onChange"> {
  /** What the person typed, with spaces; the API makes E.164 of it. */
  value: string;
  onChange: (value: string) => void;
  /** The company's country for numbers typed without a code, e.g. "UA". */
  region: string;
}

type Library = typeof import("libphonenumber-js/min");

/** A phone number that is spaced while it is typed. The library comes when the field is first entered. */
export function PhoneField({ region, onChange, onFocus, ...props }: PhoneFieldProps) {
  const library = useRef<Library>(undefined);
  const change = (text: string) => {
    const grew = text.length > props.value.length;
    const format = library.current;
    // Deleting must never put a blank back under the cursor.
    if (!grew || !format) return onChange(text);
    onChange(new format.AsYouType(region as ConstructorParameters<Library["AsYouType"]>[0]).input(cleanPhone(text)));
  };
  return (
    <TextField
      inputMode="tel"
      autoComplete="off"
      {...props}
      type="tel"
      onChange={change}
      onFocus={(event) => {
        onFocus?.(event);
        import("libphonenumber-js/min").then((loaded) => {
          library.current = loaded;
        });
      }}
    />
  );
}
