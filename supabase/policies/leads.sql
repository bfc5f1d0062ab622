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
