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
