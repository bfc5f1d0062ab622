const side = 512;

/** The square in the middle of a picture, and how large it becomes: never larger than it is. */
export function middleSquare(width: number, height: number, most = side) {
  const edge = Math.min(width, height);
  return { x: Math.round((width - edge) / 2), y: Math.round((height - edge) / 2), edge, size: Math.min(edge, most) };
}

const toBlob = (canvas: HTMLCanvasElement, type: string) =>
  new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.86));

/**
 * A face from whatever a camera made: square, at most 512 px, WebP (JPEG where the browser cannot write it).
 * Drawing it again also drops what the camera wrote besides, such as the place.
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const { x, y, edge, size } = middleSquare(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, x, y, edge, edge, 0, 0, size, size);
  picture.close();
  const webp = await toBlob(canvas, "image/webp");
  // Browsers that cannot write WebP answer with PNG.
  const blob = webp?.type === "image/webp" ? webp : await toBlob(canvas, "image/jpeg");
  if (!blob) throw new Error("no picture");
  return blob;
}
