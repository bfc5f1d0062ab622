-- owns: public.reports

create policy reports_select on public.reports for select to authenticated
  using (manager_id = any ((select app.visible_owners())::uuid[]));
