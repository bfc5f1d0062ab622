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
