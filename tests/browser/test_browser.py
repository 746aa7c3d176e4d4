"""The page in a real browser: headless Chromium by way of ChromeDriver. Part of ``make test-slow``."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --force-prefers-reduced-motion --window-size=1280,1000"
).split()

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER),
        reason="no browser: install Debian's chromium and chromium-driver, then run `make test-slow`",
    ),
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def log_message(self, *_: object) -> None:
        self.asked.append(self.path)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the three samples, and of a thousand cases."""
    folder = tmp_path_factory.mktemp("pages")
    for name, arguments in {
        "family": ["family.csv"],
        "cases": ["cases.json"],
        "messy": ["messy.csv", "--map", "date=Event Dt"],
    }.items():
        _page("scan", ROOT / "sample_data" / arguments[0], *arguments[1:], to=folder / f"{name}.html")
    _many(folder / "many.csv")
    for verb, name in (("scan", "many"), ("chronology", "many-events")):
        _page(verb, folder / "many.csv", to=folder / f"{name}.html")
    _page("chronology", ROOT / "sample_data" / "family.csv", to=folder / "events.html")
    recorded = str(ROOT / "sample_data" / "recorded.csv")
    _page("reconcile", ROOT / "sample_data" / "cases.json", "--recorded", recorded, to=folder / "recorded.html")
    return folder


def _page(verb: str, export: Path, *options: str, to: Path) -> None:
    command = [sys.executable, "-m", "caseflags", verb, str(export), "-q", "-o", str(to), *options]
    assert subprocess.run(command, check=False).returncode in {0, 1 if verb == "reconcile" else 3}


def _many(path: Path) -> None:
    """A thousand cases with five notes each."""
    said = [
        "Mum disclosed that Dad punched her on {day}.",
        "Dad was drunk at the door and denied hitting her.",
        "Mum has been low in mood, GP started sertraline.",
        "Mum said she made it up about Dad, it was only an argument.",
        "School reports a settled week, {day}.",
    ]
    rows = ["Case ID,Note ID,Date,Source,Note"]
    for case in range(1000):
        for number, text in enumerate(said):
            day = f"2023-{1 + (case + number) % 12:02}-{1 + (case * 7 + number) % 28:02}"
            rows.append(f'K{case},{case}-{number},{day},health visitor,"{text.format(day=day)}"')
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def address(pages: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(pages)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


def shown(browser: webdriver.Chrome, selector: str) -> list[WebElement]:
    return [found for found in browser.find_elements(By.CSS_SELECTOR, selector) if found.is_displayed()]


@pytest.mark.parametrize("name", ["family", "cases", "messy", "many", "events", "many-events", "recorded"])
def test_no_error_and_no_request_but_for_the_page(browser: webdriver.Chrome, address: str, name: str) -> None:
    Quiet.asked.clear()
    browser.get_log("browser")
    browser.get(f"{address}/{name}.html")
    errors = [line for line in browser.get_log("browser") if "favicon" not in line["message"]]
    assert errors == []
    assert set(Quiet.asked) <= {f"/{name}.html", "/favicon.ico"}


def test_a_cell_shows_its_evidence(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/family.html")
    cell = next(c for c in browser.find_elements(By.CSS_SELECTOR, ".cell") if c.get_dom_attribute("data-row") == "MH")
    row, column = cell.get_dom_attribute("data-row"), cell.get_dom_attribute("data-column")
    cell.click()
    sentences = shown(browser, ".evidence > ol > li")
    assert sentences
    assert all({row, column} & set(found.get_dom_attribute("data-codes").split()) for found in sentences)
    places = {found.find_element(By.CLASS_NAME, "place").text for found in sentences}
    assert len(places) == int(cell.text)
    assert f"from {cell.text} notes" in browser.find_element(By.CSS_SELECTOR, ".chosen").text
    assert shown(browser, ".evidence mark")
    browser.find_element(By.CSS_SELECTOR, "button.all").click()
    assert len(shown(browser, ".evidence > ol > li")) > len(sentences)


def test_every_cell_tells_as_many_notes_as_it_opens(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/family.html")
    for cell in browser.find_elements(By.CSS_SELECTOR, ".cell"):
        cell.click()
        assert f"from {cell.text} notes" in browser.find_element(By.CSS_SELECTOR, ".chosen").text


def test_filters_filter_and_reset(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/cases.html")
    rows = "#cases-table tbody tr"
    total = len(shown(browser, rows))
    browser.find_element(By.ID, "by-id").send_keys("C1002")
    assert [row.find_element(By.TAG_NAME, "a").text for row in shown(browser, rows)] == ["C1002"]
    assert len(shown(browser, "details.case")) == 1
    browser.find_element(By.CSS_SELECTOR, "#filters button").click()
    time.sleep(0.1)
    assert len(shown(browser, rows)) == total
    browser.find_element(By.CSS_SELECTOR, 'input[name="has"][value="1"]').click()
    left = shown(browser, rows)
    assert 0 < len(left) < total
    assert all(int(row.find_elements(By.TAG_NAME, "td")[4].text) > 0 for row in left)
    assert str(len(left)) in browser.find_element(By.ID, "shown").text


def test_headings_sort(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/cases.html")
    heading = browser.find_elements(By.CSS_SELECTOR, "#cases-table thead th")[1]
    heading.find_element(By.TAG_NAME, "button").click()
    column = [int(cell.text) for cell in browser.find_elements(By.CSS_SELECTOR, "#cases-table tbody td:nth-child(2)")]
    assert column == sorted(column, reverse=True)
    assert heading.get_dom_attribute("aria-sort") == "descending"
    heading.find_element(By.TAG_NAME, "button").click()
    assert heading.get_dom_attribute("aria-sort") == "ascending"


def test_a_link_opens_its_case_by_keyboard(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/cases.html")
    link = browser.find_element(By.CSS_SELECTOR, "#cases-table tbody a")
    link.send_keys(Keys.ENTER)
    time.sleep(0.2)
    case = browser.find_element(By.CSS_SELECTOR, link.get_dom_attribute("href"))
    assert case.get_dom_attribute("open") is not None
    assert browser.switch_to.active_element.tag_name == "summary"


def test_a_mark_leads_to_how_it_was_decided(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/family.html")
    mark = browser.find_element(By.CSS_SELECTOR, ".timeline a")
    browser.execute_script("location.hash = arguments[0].getAttribute('href')", mark)
    time.sleep(0.3)
    target = browser.find_element(By.CSS_SELECTOR, ":target")
    assert target.is_displayed()
    assert "rule " in target.text


def test_a_thousand_cases_stay_usable(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/many.html")
    assert not shown(browser, "#case-K0 .matrix")  # what is closed costs no layout
    browser.find_element(By.ID, "by-id").send_keys("K99")
    assert browser.find_element(By.ID, "shown").text == "11 of 1000 cases"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["family", "cases", "events", "many-events", "recorded"])
def test_the_page_is_no_wider_than_the_window(browser: webdriver.Chrome, address: str, name: str, width: int) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(f"{address}/{name}.html")
    wide = browser.execute_script("return document.documentElement.scrollWidth")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_a_chronology_shows_every_event_at_any_width(browser: webdriver.Chrome, address: str, width: int) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(f"{address}/events.html")
    events = shown(browser, ".events .what")
    assert f"{len(events)} events" in browser.find_element(By.CSS_SELECTOR, ".chapter").text
    assert all(event.size["width"] > 0.4 * min(width, 600) for event in events)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_thousand_chronologies_are_found_by_their_links(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/many-events.html")
    link = browser.find_element(By.LINK_TEXT, "K999")
    browser.get(f"{address}/many-events.html{link.get_dom_attribute('href')}")
    target = browser.find_element(By.CSS_SELECTOR, ":target")
    assert target.text.startswith("Case K999")
    assert browser.execute_script("return arguments[0].getBoundingClientRect().top", target) < 900


@pytest.mark.parametrize("name", ["family", "events", "recorded"])
def test_it_prints(browser: webdriver.Chrome, address: str, name: str) -> None:
    browser.get(f"{address}/{name}.html")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {})["data"]
    assert len(printed) > 10_000
