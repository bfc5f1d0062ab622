-- owns: public.notifications, public.notification_kinds, public.notification_choices, public.notification_settings, public.telegram_links, public.files, public.audit_log

create policy notifications_select on public.notifications for select to authenticated
  using (user_id = (select app.active_uid()));
create policy notifications_update on public.notifications for update to authenticated
  using (user_id = (select app.active_uid())) with check (user_id = (select app.active_uid()));

create policy notification_kinds_select on public.notification_kinds for select to authenticated
  using ((select app.active_uid()) is not null);

create policy notification_choices_select on public.notification_choices for select to authenticated
  using (user_id = (select app.active_uid()));
create policy notification_choices_insert on public.notification_choices for insert to authenticated
  with check (user_id = (select app.active_uid()));
create policy notification_choices_update on public.notification_choices for update to authenticated
  using (user_id = (select app.active_uid())) with check (user_id = (select app.active_uid()));

create policy notification_settings_select on public.notification_settings for select to authenticated
  using (user_id = (select app.active_uid()));
create policy notification_settings_insert on public.notification_settings for insert to authenticated
  with check (user_id = (select app.active_uid()));
create policy notification_settings_update on public.notification_settings for update to authenticated
  using (user_id = (select app.active_uid())) with check (user_id = (select app.active_uid()));

create policy telegram_links_select on public.telegram_links for select to authenticated
  using (user_id = (select app.active_uid()));
create policy telegram_links_delete on public.telegram_links for delete to authenticated
  using (user_id = (select app.active_uid()));

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
