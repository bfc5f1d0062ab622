from tests.support.people import ANNA, ADMIN
async def test_board(api, db):
    r = await api.as_(ANNA).get("/api/v1/deals/board")
    print(r.status_code, r.text[:3000])
    async with db.as_user(ANNA.id) as c:
        cid = await c.fetchval("insert into public.clients(name) values('К1') returning id")
    r = await api.as_(ANNA).post("/api/v1/deals", json={"client_id": str(cid), "title": "Сделка", "amount_minor": 1000})
    print(r.status_code, r.text)
    d = r.json()
    r = await api.as_(ANNA).get("/api/v1/deals/board")
    print(r.status_code, r.text[:3000])
    stages = [s["stage"] for s in r.json()["stages"]]
    r = await api.as_(ADMIN).post(f"/api/v1/deals/{d['id']}/move", json={"stage_id": stages[3]["id"], "amount_minor": 2000})
    print(r.status_code, r.text[:3000])
    r = await api.as_(ADMIN).get(f"/api/v1/deals/{d['id']}")
    print(r.status_code, r.text[:3000])
    r = await api.as_(ADMIN).post(f"/api/v1/deals/{d['id']}/reopen", json={})
    print(r.status_code, r.text[:3000])
    for u in ("?q=сдел", "?outcome=open", "?closed_from=2020-01-01T00:00:00Z", f"?client={cid}", "/board?q=К1"):
        r = await api.as_(ADMIN).get("/api/v1/deals"+u)
        print(r.status_code, r.text[:300])
    r = await api.as_(ADMIN).patch(f"/api/v1/deals/{d['id']}", json={"title":"new","note":"x"}, headers={"If-Match":'"3"'})
    print(r.status_code, r.text[:300])
    for _ in range(3):
        await api.as_(ANNA).post("/api/v1/deals", json={"client_id": str(cid), "title": "Сделка", "amount_minor": 1000})
    r = await api.as_(ANNA).get("/api/v1/deals/board?limit=2")
    n = r.json()["stages"][0]["next"]
    r = await api.as_(ANNA).get(f"/api/v1/deals/board/{stages[0]['id']}?limit=2&cursor={n}")
    print(n, r.status_code, r.text[:300])
