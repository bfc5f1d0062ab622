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
