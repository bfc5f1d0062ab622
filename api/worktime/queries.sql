-- name: today
select app.work_day(app.require_active(), app.day_of(now()))::text;

-- name: beat
select app.beat();
