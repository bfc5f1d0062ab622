import { type DragEvent, useState } from "react";

/**
 * Files dropped on an element: `<div {...drop.props} className={drop.isOver ? "outline-2" : ""}>`. Beside it stands a button for
 * those who do not drag; a drag-and-drop library would weigh more than the panel.
 */
export function useFileDrop(onFiles: (files: File[]) => void, isDisabled = false) {
  const [isOver, setOver] = useState(false);
  const brings = (event: DragEvent) => !isDisabled && event.dataTransfer.types.includes("Files");
  const props = {
    onDragOver: (event: DragEvent) => {
      if (!brings(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      if (!brings(event)) return;
      event.preventDefault();
      setOver(false);
      onFiles([...event.dataTransfer.files]);
    },
  };
  return { isOver, props };
}
