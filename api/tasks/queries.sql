-- name: task
select k.card::text from app.task_cards k where k.id = :task_id;
