import { useEffect, useState } from "react";

interface PlayerProps {
  sound: Blob;
  label: string;
  isPlaying?: boolean;
}

/** Plays a sound that is here already. */
export function Player({ sound, label, isPlaying = false }: PlayerProps) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(sound);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [sound]);
  if (!url) return null;
  return (
    // biome-ignore lint/a11y/useMediaCaption: its words stand beside it
    <audio src={url} aria-label={label} controls autoPlay={isPlaying} className="h-10 w-64 min-w-0 max-w-full" />
  );
}
