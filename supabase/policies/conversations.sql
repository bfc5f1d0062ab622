-- owns: public.client_identities, public.conversations, public.interaction_revisions, public.merge_suggestions, public.client_merges

create policy client_identities_select on public.client_identities for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));

create policy conversations_select on public.conversations for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));

create policy interaction_revisions_select on public.interaction_revisions for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));

-- Only whoever may see both learns that they may be one.
create policy merge_suggestions_select on public.merge_suggestions for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]) and other_owner_id = any ((select app.visible_owners())::uuid[]));
create policy merge_suggestions_update on public.merge_suggestions for update to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]) and other_owner_id = any ((select app.visible_owners())::uuid[]))
  with check (owner_id = any ((select app.visible_owners())::uuid[]) and other_owner_id = any ((select app.visible_owners())::uuid[]));

-- Who was merged into a client: for whoever has him.
create policy client_merges_select on public.client_merges for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
