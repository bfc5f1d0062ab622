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
