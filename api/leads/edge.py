"""What `supabase/functions/capture` must know as the API does, exported for it: `python -m api.leads.edge`."""

import json
from typing import Any

from api.leads import answers, arrivals, intake, pages, rules, service
from api.messages import LANGUAGES, catalogue
from api.settings import ROOT
from channels import fields, forms

PATH = ROOT / "supabase" / "functions" / "capture" / "shared.json"
CODES = (
    "site_key_missing site_key_unknown signature_expired signature_invalid submission_empty submission_too_large"
    " submission_rate_limited not_found method_not_allowed too_large hook_signature_invalid credentials_key_missing"
    " credentials_key_wrong database_unavailable unavailable"
).split()


def text() -> str:
    """One JSON document; the same for the same code."""
    return json.dumps(_document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _document() -> dict[str, Any]:
    return {
        "limits": {
            "body": arrivals.MAX_BODY,
            "fields": forms.MAX_FIELDS,
            "depth": forms.MAX_DEPTH,
            "fill_ms": rules.MIN_FILL_MS,
            "replay_seconds": rules.REPLAY_SECONDS,
            "submission_id": rules.MAX_SUBMISSION_ID,
            "window_seconds": intake.WINDOW_SECONDS,
        },
        "fields": fields.aliases(),
        "click_ids": sorted(fields.CLICK_IDS),
        "kept_headers": service.KEPT_HEADERS,
        "cors": answers.ALLOWED,
        "pages": {"style": pages.STYLE, "texts": pages.TEXTS},
        "errors": {
            language: {code: catalogue(language)["errors"].get(code, "") for code in CODES}
            for language in LANGUAGES
        },
    }


if __name__ == "__main__":
    PATH.write_text(text(), "utf-8")
    print(f"wrote {PATH.relative_to(ROOT)}")
