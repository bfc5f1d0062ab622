-- owns: public.notifications, public.files, public.audit_log

create policy notifications_select on public.notifications for select to authenticated
  using (user_id = (select app.active_uid()));
create policy notifications_update on public.notifications for update to authenticated
  using (user_id = (select app.active_uid())) with check (user_id = (select app.active_uid()));

create policy files_select on public.files for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
create policy files_insert on public.files for insert to authenticated
  with check (
    owner_id = any ((select app.visible_owners())::uuid[])
    and uploaded_by = (select app.active_uid())
    and exists (select from public.clients c where c.id = client_id)
    and (deal_id is null or exists (select from public.deals d where d.id = deal_id and d.client_id = files.client_id))
    -- The storage policy reads the client from the first folder of the path.
    and starts_with(path, client_id::text || '/')
  );
create policy files_update on public.files for update to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]))
  with check (owner_id = any ((select app.visible_owners())::uuid[]));

create policy audit_log_select on public.audit_log for select to authenticated
  using ((select app.is_admin()));
