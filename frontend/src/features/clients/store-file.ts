import { client as http, type Schemas } from "@/shared/api/client";
import { upload } from "@/shared/api/storage";

export type ClientFile = Schemas["ClientFile"];

export const bucket = "files";
/** Of any file of a client; channels may take less. */
export const largest = 50 * 2 ** 20;
const mimeType = /^[\w.+-]+\/[\w.+-]+$/;

/** Notes the file, then sends its bytes; when they do not arrive the note goes again. */
export async function storeFile(
  clientId: string,
  file: File,
  onProgress?: (share: number) => void,
): Promise<ClientFile> {
  const mime_type = mimeType.test(file.type) ? file.type : "application/octet-stream";
  const { data } = await http.POST("/api/v1/clients/{client_id}/files", {
    params: { path: { client_id: clientId } },
    body: { name: file.name.slice(-255), size_bytes: file.size, mime_type },
  });
  const noted = (data as Schemas["RegisteredFile"]).file;
  try {
    await upload(bucket, noted.path, new Blob([file], { type: mime_type }), { onProgress });
  } catch (error) {
    await http.DELETE("/api/v1/files/{file_id}", { params: { path: { file_id: noted.id } } });
    throw error;
  }
  return noted;
}
