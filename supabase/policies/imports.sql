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
