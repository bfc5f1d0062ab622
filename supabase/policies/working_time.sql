-- owns: public.work_schedule, public.work_sessions, public.schedule_rules, public.schedule_exceptions

create policy work_schedule_select on public.work_schedule for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
create policy work_sessions_select on public.work_sessions for select to authenticated
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
