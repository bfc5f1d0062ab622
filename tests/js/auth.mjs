// Drives the auth service with the unmodified supabase-js; prints one JSON object that the Python test compares.
import { createClient } from "@supabase/supabase-js";

const [url, publishable, secret, email, password] = process.argv.slice(2);
// Node 20 has no WebSocket, which the unused realtime part asks for at once.
const options = { auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: class {} } };
const client = () => createClient(url, publishable, options).auth;
const admin = createClient(url, secret, options).auth.admin;
const failed = ({ error }) => (error ? { name: error.name, code: error.code, status: error.status } : null);
const seen = {};

const created = await admin.createUser({ email, password, email_confirm: true, user_metadata: { full_name: "Anna" } });
const id = created.data.user.id;
seen.created = [created.data.user.email, created.data.user.user_metadata.full_name];
seen.duplicate = failed(await admin.createUser({ email, password }));
seen.byId = (await admin.getUserById(id)).data.user.email;
seen.nobody = failed(await admin.getUserById("00000000-0000-4000-8000-000000000000"));
const page = (await admin.listUsers({ page: 1, perPage: 1 })).data;
const whole = (await admin.listUsers({ perPage: 1000 })).data;
seen.list = [page.users.length, page.nextPage, page.total === whole.users.length, whole.nextPage, whole.lastPage];

const anna = client();
const events = [];
anna.onAuthStateChange((event) => events.push(event));
seen.wrong = failed(await anna.signInWithPassword({ email, password: "not this one" }));
const signedIn = (await anna.signInWithPassword({ email, password })).data;
seen.signedIn = [signedIn.user.email, signedIn.session.token_type, signedIn.session.expires_in];
seen.user = (await anna.getUser()).data.user.id === id;
seen.claims = (({ claims, header }) => [claims.sub === id, claims.role, header.alg])((await anna.getClaims()).data);
const refreshed = (await anna.refreshSession()).data.session;
seen.rotated = refreshed.refresh_token !== signedIn.session.refresh_token;
seen.parallel = new Set(
  (
    await Promise.all(
      Array.from({ length: 6 }, () => client().refreshSession({ refresh_token: refreshed.refresh_token })),
    )
  ).map(({ data }) => data.session.refresh_token),
).size;
const again = client();
seen.setSession = (await again.setSession(refreshed)).data.user.email;

seen.metadata = (await anna.updateUser({ data: { theme: "dark" } })).data.user.user_metadata.theme;
seen.weak = failed(await anna.updateUser({ password: "short" }));
seen.weakReasons = (await anna.updateUser({ password: "short" })).error.reasons;
seen.same = failed(await anna.updateUser({ password }));
seen.newEmail = (await anna.updateUser({ email: `new.${email}` })).data.user.new_email;
seen.password = (await anna.updateUser({ password: `${password} again` })).data.user.id === id;
seen.endedByPassword = failed(await client().setSession({ ...refreshed, access_token: signedIn.session.access_token }));

seen.recover = failed(await client().resetPasswordForEmail(email, { redirectTo: `${url}/welcome` }));
const link = (await admin.generateLink({ type: "recovery", email })).data.properties;
seen.link = [link.verification_type, link.hashed_token.length, link.email_otp.length];
const recovering = client();
const recovered = (await recovering.verifyOtp({ token_hash: link.hashed_token, type: "recovery" })).data;
seen.recovered = recovered.user.email;
seen.once = failed(await client().verifyOtp({ token_hash: link.hashed_token, type: "recovery" }));
seen.reset = (await recovering.updateUser({ password })).data.user.id === id;
const typed = (await admin.generateLink({ type: "recovery", email })).data.properties.email_otp;
seen.typed = (await client().verifyOtp({ email, token: typed, type: "recovery" })).data.user.email;

const invited = await admin.inviteUserByEmail(`invited.${email}`, { data: { full_name: "Bohdan" } });
seen.invited = [invited.data.user.email, Boolean(invited.data.user.invited_at)];
seen.notAdmin = failed(await anna.admin.listUsers());
seen.disabled = [
  failed(await client().signUp({ email: `own.${email}`, password })),
  failed(await client().signInAnonymously()),
  failed(await client().signInWithOtp({ email })),
  failed(await recovering.mfa.enroll({ factorType: "totp" })),
  failed(await client().signInWithIdToken({ provider: "google", token: "x" })),
  failed(await client().signInWithSSO({ domain: "demo.example" })),
];

const third = client();
await third.signInWithPassword({ email, password });
seen.banned = Boolean((await admin.updateUserById(id, { ban_duration: "24h" })).data.user.banned_until);
seen.whileBanned = [failed(await third.getUser()), failed(await client().signInWithPassword({ email, password }))];
await admin.updateUserById(id, { ban_duration: "none" });
seen.afterBan = failed(await third.getUser());

seen.signOut = failed(await third.signOut());
seen.afterSignOut = failed(await recovering.getUser());
const lost = (await client().signInWithPassword({ email, password })).data.session.access_token;
seen.signOutOther = failed(await admin.signOut(lost, "global"));
seen.lost = failed(await client().getUser(lost));
seen.deleted = [failed(await admin.deleteUser(id)), failed(await admin.getUserById(id))];
seen.events = events;
console.log(JSON.stringify(seen));
