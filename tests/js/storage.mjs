// Drives the storage service with the unmodified supabase-js; prints one JSON object that the Python test compares.
import { createClient } from "@supabase/supabase-js";

const [url, anna, bohdan, service, annaId] = process.argv.slice(2);
// Node 20 has no WebSocket, which the unused realtime part asks for at once.
const options = { auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: class {} } };
const as = (token) => createClient(url, token, options).storage;
const desk = as(anna).from("desk");
const other = as(bohdan).from("desk");
const name = `${annaId}/js/report 1.txt`;
const seen = {};
const text = async (answer) => (answer.data ? await answer.data.text() : answer.error.statusCode);
const outcome = ({ data, error }) => (error ? { status: error.status, statusCode: error.statusCode, message: error.message } : data);

seen.upload = outcome(await desk.upload(name, "raw text", { contentType: "text/plain", metadata: { page: 7 } }));
seen.blob = outcome(await desk.upload(`${annaId}/js/blob.bin`, new Blob([new Uint8Array(300000)], { type: "image/png" })));
seen.duplicate = outcome(await desk.upload(name, "again"));
seen.upsert = outcome(await desk.upload(name, Buffer.from("replaced"), { upsert: true, contentType: "text/plain" }));
seen.download = await text(await desk.download(name));
const chunks = await desk.download(name).asStream();
seen.stream = await new Response(chunks.data).text();
seen.info = outcome(await desk.info(name));
seen.exists = [(await desk.exists(name)).data, (await desk.exists(`${annaId}/js/none`)).data];
seen.list = outcome(await desk.list(`${annaId}/js`, { sortBy: { column: "name", order: "desc" } })).map((entry) => entry.name);
seen.listV2 = outcome(await desk.listV2({ prefix: `${annaId}/`, with_delimiter: true })).folders.map((entry) => entry.name);

const signed = await desk.createSignedUrl(name, 60, { download: "r.txt" });
const fetched = await fetch(signed.data.signedUrl);
seen.signed = [await fetched.text(), fetched.headers.get("content-disposition")];
const many = await desk.createSignedUrls([name, "nobody/none"], 60);
seen.signedMany = [await (await fetch(many.data[0].signedUrl)).text(), many.data[1].signedUrl, Boolean(many.data[1].error)];
const link = await desk.createSignedUploadUrl(`${annaId}/js/by link`);
seen.uploadedByLink = outcome(await other.uploadToSignedUrl(link.data.path, link.data.token, "by link"));

seen.refused = {
  download: await text(await other.download(name)),
  overwrite: outcome(await other.upload(name, "mine", { upsert: true })),
  list: outcome(await other.list(`${annaId}/js`)),
  remove: outcome(await other.remove([name])),
  signed: outcome(await other.createSignedUrl(name, 60)),
  bucket: outcome(await as(bohdan).createBucket("js-bucket")),
};
seen.unchanged = await text(await desk.download(name));

seen.copy = outcome(await desk.copy(name, `${annaId}/js/copy`));
seen.move = outcome(await desk.move(`${annaId}/js/copy`, `${annaId}/js/moved`)).message;
seen.moved = await text(await desk.download(`${annaId}/js/moved`));
seen.remove = outcome(await desk.remove([name, `${annaId}/js/moved`])).map((entry) => entry.name).sort();

const buckets = as(service);
seen.created = outcome(await buckets.createBucket("js-bucket", { public: true, fileSizeLimit: "1KB", allowedMimeTypes: ["text/*"] }));
seen.bucket = outcome(await buckets.getBucket("js-bucket"));
seen.tooLarge = outcome(await buckets.from("js-bucket").upload("big", Buffer.alloc(30_000_000), { contentType: "text/plain" }));
seen.wrongType = outcome(await buckets.from("js-bucket").upload("image", "x", { contentType: "image/png" }));
await buckets.from("js-bucket").upload("page", "public", { contentType: "text/plain" });
seen.public = await (await fetch(buckets.from("js-bucket").getPublicUrl("page").data.publicUrl)).text();
seen.updated = outcome(await buckets.updateBucket("js-bucket", { public: false }));
seen.listed = outcome(await buckets.listBuckets({ search: "js-" })).map((bucket) => bucket.id);
seen.emptied = outcome(await buckets.emptyBucket("js-bucket"));
seen.deleted = outcome(await buckets.deleteBucket("js-bucket"));
console.log(JSON.stringify(seen));
