"""The pages as a real browser draws them: accessible, in light and dark, on a phone; and the way out works."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keyring"])]
PAGES = [
    "/",
    "/support/",
    "/what-happens-to-a-story/",
    "/privacy/",
    "/accessibility/",
    "/styleguide/",
    "/account/login/",
    "/nowhere/",
]
PHONE, DESK = {"width": 375, "height": 760}, {"width": 1280, "height": 900}
SMALL = """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden])')]
  .filter(e => e.offsetParent && getComputedStyle(e).display !== 'inline')
  .map(e => [e.getBoundingClientRect(), e])
  .filter(([box]) => box.width > 1 && Math.min(box.height, box.width) < 24)
  .map(([box, e]) => `${e.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""


@pytest.fixture
def site_pages(transactional_db):
    from pages.loading import load_pages
    from pages.support import load_support_lines

    load_pages()
    load_support_lines()


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_every_page_is_accessible_and_fits(live_server, site_pages, new_context, axe, viewport, scheme):
    page = new_context(viewport=viewport, color_scheme=scheme).new_page()
    for address in PAGES:
        page.goto(live_server.url + address)
        for opener in page.query_selector_all("details:not([open]) > summary"):
            opener.click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{address} is too wide"
        )
        assert page.evaluate(SMALL) == [], address


def test_pages_can_be_read_at_four_times_the_size(live_server, site_pages, new_context):
    """400% at 1280 px is a window of 320 px (WCAG 1.4.10)."""
    page = new_context(viewport={"width": 320, "height": 256}).new_page()
    for address in PAGES:
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{address} is too wide"
        )


def test_menu_opens_on_a_phone_without_scripts(live_server, site_pages, new_context):
    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(live_server.url + "/accessibility/")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Share your story")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert link.is_visible()


def test_skip_link_comes_first_and_leads_to_the_content(live_server, site_pages, page):
    page.goto(live_server.url + "/privacy/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.fixture
def teller(browser, live_server, site_pages):
    """A window for leaving in: the page that it leaves for is stood in by us, and nothing else can be reached."""

    def open_window(**options):
        context = browser.new_context(viewport=DESK, **options)
        opened.append(context)
        context.route(
            lambda url: not url.startswith(live_server.url),
            lambda route: route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>"),
        )
        page = context.new_page()
        page.goto(live_server.url + "/accessibility/")
        page.goto(live_server.url + "/privacy/")
        return page

    opened = []
    yield open_window
    for context in opened:
        context.close()


def test_exit_is_a_plain_link_without_scripts_and_tells_nobody_where_from(teller):
    page = teller(java_script_enabled=False)
    with page.expect_request("https://www.bbc.co.uk/weather") as leaving:
        page.get_by_role("link", name="Exit this page").click()
    assert "referer" not in leaving.value.all_headers()


def test_three_times_shift_leaves_and_takes_the_page_out_of_the_history(teller, live_server):
    page = teller()
    entries = page.evaluate("history.length")
    for _ in range(2):
        page.keyboard.press("Shift")
    assert page.get_by_role("status").filter(has_text="once more").is_visible()
    page.keyboard.press("Shift")
    page.wait_for_url("https://www.bbc.co.uk/weather")
    assert page.evaluate("history.length") == entries
    page.go_back()
    assert page.url == live_server.url + "/accessibility/"


def test_leaving_covers_the_page_at_once(teller):
    """In the same breath as the press, however slowly the other page comes."""
    page = teller()
    page.route("https://www.bbc.co.uk/weather", lambda route: None)  # never answers
    covered, words, title = page.evaluate(
        """() => { document.querySelector("[data-exit]").click();
                   const { firstElementChild, innerText } = document.body;
                   return [firstElementChild.className, innerText.trim(), document.title] }"""
    )
    assert (covered, words, title) == ("exit-cover", "", "")


def test_writing_in_capitals_leaves_nothing(teller):
    page = teller()
    for letter in "IWAS":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert "/privacy/" in page.url
    assert page.get_by_role("status").filter(has_text="once more").is_visible()


def test_exit_stays_in_reach_when_scrolled(teller):
    page = teller()
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(200)
    box = page.get_by_role("link", name="Exit this page").bounding_box()
    assert 0 <= box["y"] < 100
    assert box["height"] >= 48
