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
