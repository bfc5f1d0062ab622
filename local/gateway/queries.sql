-- name: is_active_admin
select exists (
  select from public.profiles p where p.id = :user_id::uuid and p.role = 'admin' and p.status = 'active'
)
