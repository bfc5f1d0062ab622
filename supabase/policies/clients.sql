-- owns: public.clients, public.client_contacts, public.interactions, public.ownership_events, public.segments

create policy clients_select on public.clients for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
create policy clients_insert on public.clients for insert to authenticated
  with check (owner_id = any ((select app.visible_owners())::uuid[]));
create policy clients_update on public.clients for update to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]))
  with check (owner_id = any ((select app.visible_owners())::uuid[]));

-- Foreign keys ignore row level security: every parent that a row names is looked up under the caller's own policies.
create policy client_contacts_select on public.client_contacts for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
create policy client_contacts_insert on public.client_contacts for insert to authenticated
  with check (
    owner_id = any ((select app.visible_owners())::uuid[])
    and exists (select from public.clients c where c.id = client_id)
  );
create policy client_contacts_update on public.client_contacts for update to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]))
  with check (
    owner_id = any ((select app.visible_owners())::uuid[])
    and exists (select from public.clients c where c.id = client_id)
  );
create policy client_contacts_delete on public.client_contacts for delete to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));

create policy interactions_select on public.interactions for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
create policy interactions_insert on public.interactions for insert to authenticated
  with check (
    owner_id = any ((select app.visible_owners())::uuid[])
    and author_id = (select app.active_uid())
    and exists (select from public.clients c where c.id = client_id)
    and (deal_id is null or exists (select from public.deals d where d.id = deal_id and d.client_id = interactions.client_id))
  );

create policy ownership_events_select on public.ownership_events for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));

create policy segments_select on public.segments for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]) or (shared and (select app.active_uid()) is not null));
create policy segments_insert on public.segments for insert to authenticated
  with check (owner_id = (select app.active_uid()) and (not shared or (select app.is_admin())));
create policy segments_update on public.segments for update to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]))
  with check (owner_id = any ((select app.visible_owners())::uuid[]) and (not shared or (select app.is_admin())));
create policy segments_delete on public.segments for delete to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
