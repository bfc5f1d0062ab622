"""A person at a browser: the few things everybody does."""

import re

from playwright.sync_api import Page, expect

PASSWORD = "smena-demo-1"


class Person:
    """Somebody at a page of this installation. Console errors and failed requests fail the test that sees them."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """From the sign-in page to the dashboard."""
        self.page.goto(f"{self.url}/sign-in")
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.page.keyboard.press("Enter")
        expect(self.page).not_to_have_url(re.compile("/sign-in"))
