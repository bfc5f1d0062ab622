-- Written by `python -m api.db.policies migration`: the policy files as they were then.

-- clients.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.clients', 'public.client_contacts', 'public.interactions', 'public.ownership_events', 'public.segments')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
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
insert into app.policy_files (name, checksum) values ('clients.sql', '1e0f1d5fb02540a9f2683ce42407a599009210bb49871127fb061bec59c3d73f')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- conversations.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.client_identities', 'public.conversations', 'public.interaction_revisions', 'public.merge_suggestions', 'public.client_merges')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
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
insert into app.policy_files (name, checksum) values ('conversations.sql', '5cac80f4b7ec68c2488b4b5ad6464f6704dc7b73363cc2c9879d6be3be5ec6cd')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- deals.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.stages', 'public.deals', 'public.deal_stage_events', 'public.deal_amount_events')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
-- owns: public.stages, public.deals, public.deal_stage_events, public.deal_amount_events

create policy stages_select on public.stages for select to authenticated
  using ((select app.active_uid()) is not null);
create policy stages_insert on public.stages for insert to authenticated
  with check ((select app.is_admin()));
create policy stages_update on public.stages for update to authenticated
  using ((select app.is_admin())) with check ((select app.is_admin()));

create policy deals_select on public.deals for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
create policy deals_insert on public.deals for insert to authenticated
  with check (
    owner_id = any ((select app.visible_owners())::uuid[])
    and exists (select from public.clients c where c.id = client_id)
  );
create policy deals_update on public.deals for update to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]))
  with check (
    owner_id = any ((select app.visible_owners())::uuid[])
    and exists (select from public.clients c where c.id = client_id)
  );

create policy deal_stage_events_select on public.deal_stage_events for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
create policy deal_amount_events_select on public.deal_amount_events for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
insert into app.policy_files (name, checksum) values ('deals.sql', '735043c180ab025530e29794df653f915b0125ebbf91dfd425b3c75c895c2fd2')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- imports.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.imports', 'public.import_rows')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
-- owns: public.imports, public.import_rows

create policy imports_select on public.imports for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
create policy imports_insert on public.imports for insert to authenticated
  with check (owner_id = (select app.active_uid()));

create policy import_rows_select on public.import_rows for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
create policy import_rows_insert on public.import_rows for insert to authenticated
  with check (
    owner_id = (select app.active_uid())
    and exists (select from public.imports i where i.id = import_id and i.owner_id = import_rows.owner_id and i.status = 'uploaded')
  );
insert into app.policy_files (name, checksum) values ('imports.sql', '3c3b7e4f025c62ae58b084d091d14f91a6fe12fd010c3e22d344273a4ebd59ed')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- kpi.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.kpi_daily', 'public.kpi_daily_sources', 'public.targets', 'public.task_spans', 'public.exchange_rates', 'public.business_hours')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
-- owns: public.kpi_daily, public.kpi_daily_sources, public.targets, public.task_spans, public.exchange_rates, public.business_hours

create policy kpi_daily_select on public.kpi_daily for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
create policy kpi_daily_sources_select on public.kpi_daily_sources for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
create policy targets_select on public.targets for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
create policy task_spans_select on public.task_spans for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));

create policy exchange_rates_select on public.exchange_rates for select to authenticated
  using ((select app.active_uid()) is not null);
create policy business_hours_select on public.business_hours for select to authenticated
  using ((select app.active_uid()) is not null);
insert into app.policy_files (name, checksum) values ('kpi.sql', '6ca8ec1798fb5c5d46586c4e3b38c3208fc09c5b81029ad23920c5c6f7ecbc9f')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- leads.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.lead_sources', 'public.source_rules', 'public.site_keys', 'public.touches', 'public.intent_words', 'public.rule_demotions', 'public.product_posts')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
-- owns: public.lead_sources, public.source_rules, public.site_keys, public.touches, public.intent_words, public.rule_demotions, public.product_posts

create policy lead_sources_select on public.lead_sources for select to authenticated
  using ((select app.active_uid()) is not null);
create policy lead_sources_insert on public.lead_sources for insert to authenticated
  with check ((select app.is_admin()));
create policy lead_sources_update on public.lead_sources for update to authenticated
  using ((select app.is_admin())) with check ((select app.is_admin()));

create policy source_rules_select on public.source_rules for select to authenticated
  using ((select app.is_admin()));
create policy source_rules_insert on public.source_rules for insert to authenticated
  with check ((select app.is_admin()));
create policy source_rules_update on public.source_rules for update to authenticated
  using ((select app.is_admin())) with check ((select app.is_admin()));
create policy source_rules_delete on public.source_rules for delete to authenticated
  using ((select app.is_admin()));

create policy site_keys_select on public.site_keys for select to authenticated
  using ((select app.is_admin()));
create policy site_keys_insert on public.site_keys for insert to authenticated
  with check ((select app.is_admin()));
create policy site_keys_update on public.site_keys for update to authenticated
  using ((select app.is_admin())) with check ((select app.is_admin()));

create policy touches_select on public.touches for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));

create policy intent_words_select on public.intent_words for select to authenticated
  using ((select app.is_admin()));
create policy intent_words_insert on public.intent_words for insert to authenticated
  with check ((select app.is_admin()));
create policy intent_words_delete on public.intent_words for delete to authenticated
  using ((select app.is_admin()));

create policy rule_demotions_select on public.rule_demotions for select to authenticated
  using ((select app.is_admin()));

create policy product_posts_select on public.product_posts for select to authenticated
  using ((select app.is_admin()));
create policy product_posts_insert on public.product_posts for insert to authenticated
  with check ((select app.is_admin()) and exists (select from public.lead_sources s where s.id = product_posts.source_id));
create policy product_posts_delete on public.product_posts for delete to authenticated
  using ((select app.is_admin()));
insert into app.policy_files (name, checksum) values ('leads.sql', '8a3bb56d87b20f70cddc9d1f8677941360d5499f9998aaafd2d65ab4e3bc2361')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- people.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.company', 'public.profiles', 'public.invitations')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
-- owns: public.company, public.profiles, public.invitations

create policy company_select on public.company for select to authenticated
  using ((select app.active_uid()) is not null);
create policy company_update on public.company for update to authenticated
  using ((select app.is_admin())) with check ((select app.is_admin()));

create policy profiles_select on public.profiles for select to authenticated
  using (role <> 'nobody' and id = any ((select app.visible_owners())::uuid[]));
create policy profiles_update on public.profiles for update to authenticated
  using (id = (select app.active_uid())) with check (id = (select app.active_uid()));

create policy invitations_select on public.invitations for select to authenticated
  using ((select app.is_admin()));
insert into app.policy_files (name, checksum) values ('people.sql', '7ae0fa6e9510642c994c6199f40e2ab566da441d01f5d6ae9d85ed8b7a18c842')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- reports.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.reports')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
-- owns: public.reports

create policy reports_select on public.reports for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
insert into app.policy_files (name, checksum) values ('reports.sql', 'e41b0482357223040067fa5dce6a45c6a5b9e5f84eb241824e6967dcc50312e1')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- staff.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.notifications', 'public.notification_kinds', 'public.notification_choices', 'public.notification_settings', 'public.telegram_links', 'public.files', 'public.audit_log')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
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
insert into app.policy_files (name, checksum) values ('staff.sql', '40351ffcd488a58617474eac893a93bcc223c525dfdf14fded67106929b38d97')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- storage.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('storage.objects')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
-- owns: storage.objects

-- (`objects.name`, never `name`, inside a subquery: clients have a name too, and the nearer one wins.)
-- photos/<profile id>/…: everybody at work sees faces, each writes his own. files/<client id>/…: whoever sees the client.
create policy smena_objects_select on storage.objects for select to authenticated
  using (
    (bucket_id = 'photos' and (select app.active_uid()) is not null)
    or (bucket_id = 'files' and exists (
      select from public.clients c where c.id = app.folder_id(objects.name)))
  );
create policy smena_objects_insert on storage.objects for insert to authenticated
  with check (
    (bucket_id = 'photos' and app.folder_id(name) = (select app.active_uid()))
    or (bucket_id = 'files' and exists (
      select from public.clients c where c.id = app.folder_id(objects.name)))
  );
create policy smena_objects_update on storage.objects for update to authenticated
  using (bucket_id = 'photos' and app.folder_id(name) = (select app.active_uid()))
  with check (bucket_id = 'photos' and app.folder_id(name) = (select app.active_uid()));
create policy smena_objects_delete on storage.objects for delete to authenticated
  using (
    (bucket_id = 'photos' and app.folder_id(name) = (select app.active_uid()))
    or (bucket_id = 'files' and (select app.is_admin()))
  );
insert into app.policy_files (name, checksum) values ('storage.sql', '93b33133672c2a10dc0da8312c24afcbc20bc78d4d3141febb49209ed9e1e0ef')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- tasks.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.tasks')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
-- owns: public.tasks

create policy tasks_select on public.tasks for select to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]));
create policy tasks_insert on public.tasks for insert to authenticated
  with check (
    owner_id = any ((select app.visible_owners())::uuid[])
    and (client_id is null or exists (select from public.clients c where c.id = client_id))
    and (deal_id is null or exists (select from public.deals d where d.id = deal_id))
  );
create policy tasks_update on public.tasks for update to authenticated
  using (owner_id = any ((select app.visible_owners())::uuid[]))
  with check (
    owner_id = any ((select app.visible_owners())::uuid[])
    and (client_id is null or exists (select from public.clients c where c.id = client_id))
    and (deal_id is null or exists (select from public.deals d where d.id = deal_id))
  );
insert into app.policy_files (name, checksum) values ('tasks.sql', 'a68df062526676a8ae5e5942a62c1c86614cb8797ee91e18d9663f45c8f8caaf')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();

-- working_time.sql
do $smena$
declare
  old record;
begin
  for old in
    select p.schemaname, p.tablename, p.policyname
    from pg_catalog.pg_policies p
    where p.schemaname || '.' || p.tablename in ('public.work_schedule', 'public.work_sessions', 'public.work_breaks', 'public.activity_days', 'public.focus_minutes', 'public.time_corrections', 'public.schedule_rules', 'public.schedule_exceptions')
      and (p.schemaname in ('public', 'private', 'app') or starts_with(p.policyname, 'smena_'))
  loop
    execute format('drop policy %I on %I.%I', old.policyname, old.schemaname, old.tablename);
  end loop;
end
$smena$;
-- owns: public.work_schedule, public.work_sessions, public.work_breaks, public.activity_days, public.focus_minutes, public.time_corrections, public.schedule_rules, public.schedule_exceptions

create policy work_schedule_select on public.work_schedule for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
create policy work_sessions_select on public.work_sessions for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));

create policy work_breaks_select on public.work_breaks for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
create policy activity_days_select on public.activity_days for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
create policy focus_minutes_select on public.focus_minutes for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
create policy time_corrections_select on public.time_corrections for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));

create policy schedule_rules_select on public.schedule_rules for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
create policy schedule_rules_insert on public.schedule_rules for insert to authenticated
  with check ((select app.is_admin()));
create policy schedule_rules_update on public.schedule_rules for update to authenticated
  using ((select app.is_admin())) with check ((select app.is_admin()));
create policy schedule_rules_delete on public.schedule_rules for delete to authenticated
  using ((select app.is_admin()));

create policy schedule_exceptions_select on public.schedule_exceptions for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]) or (manager_id is null and (select app.active_uid()) is not null));
create policy schedule_exceptions_insert on public.schedule_exceptions for insert to authenticated
  with check ((select app.is_admin()));
create policy schedule_exceptions_delete on public.schedule_exceptions for delete to authenticated
  using ((select app.is_admin()));
insert into app.policy_files (name, checksum) values ('working_time.sql', 'e1104aba5c957028e52de5375de18b27c52888527fbf9c2473e449e6230483a0')
on conflict (name) do update set checksum = excluded.checksum, applied_at = now();
