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
