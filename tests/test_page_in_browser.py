"""The page of a delivery in a real browser, where one is installed: Debian's chromium, without a network."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from stemtui.render.deliveries.delivery import render
from tests import small_sessions as small
from tests.browser import PROGRAM, Browser, browsing

pytestmark = pytest.mark.skipif(PROGRAM is None or sys.platform == "win32", reason="no chromium is installed")

HOSTILE = "<img src=x onerror=alert(1)> & \u202egpj '\"</bdi></style><script>alert(2)</script>"
LONG = "Ünïcödé" * 40

CONTRASTS = """(() => {
  const channels = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const found = channels(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const found = [];
  document.querySelectorAll('details').forEach(one => { one.open = true; });
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.tagName === 'STYLE') continue;
    const [a, b] = [light(channels(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    found.push([ratio, walker.currentNode.data]);
  }
  return found;
})()"""

PLAYERS = """Promise.all([...document.querySelectorAll('audio')].map(one => new Promise(done => {
  const tell = () => done([decodeURIComponent(one.currentSrc.split('/').pop()), one.duration,
                           one.error && one.error.code, one.getBoundingClientRect().width]);
  if (one.readyState || one.error) tell();
  one.addEventListener('loadedmetadata', tell); one.addEventListener('error', tell);
})))"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of a plain delivery, one with hostile names, one with names that never end."""
    found = {}
    for named, text in (("plain", ""), ("hostile", HOSTILE), ("long", LONG)):
        root = tmp_path_factory.mktemp(named)
        session = small.ordered(small.band(root, artist="The Band", version="2"), *ITEMS)
        if text:
            session = replace(
                session,
                title=text,
                artist=text,
                treatment_note=text,
                stems=tuple(replace(stem, name=f"{stem.id} {text}") for stem in session.stems),
                tracks=tuple(replace(track, name=f"{track.id} {text}") for track in session.tracks),
                order=tuple(replace(line, asked=text) for line in session.order),
            )
        if named != "plain":
            session = small.delivered(session, file_format="flac")
        left = replace(session.track("oh_r"), left_out=text or "broken cable")
        render(root, replace(session, tracks=(*session.tracks[:2], left, *session.tracks[3:])))
        found[named] = root / "delivery/index.html"
    return found


ITEMS = ("mix.master", "mix.no_gtr", "stem.drums", "stem.bass", "stem.guitars", "track.kick")


@pytest.mark.parametrize("named", ["plain", "hostile", "long"])
@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_nothing_is_wider_than_the_window_and_the_console_is_empty(
    browser: Browser, pages: dict[str, Path], named: str, width: int
) -> None:
    browser.complaints.clear()
    browser.open(pages[named], width)
    browser.run("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    fits = "document.documentElement.scrollWidth === document.documentElement.clientWidth"
    assert browser.run(fits) and browser.run("innerWidth") == width
    figures = "(one => !one || one.scrollWidth <= one.clientWidth)(document.querySelector('.scroll'))"
    assert width > 360 or browser.run(figures), "the figures of the proof are read without scrolling"
    assert browser.complaints == []
    assert browser.run("document.querySelectorAll('script, img').length") == 0


@pytest.mark.parametrize("named", ["plain", "hostile", "long"])
def test_every_file_has_a_player_that_plays_it(browser: Browser, pages: dict[str, Path], named: str) -> None:
    browser.open(pages[named], 360)
    players = browser.run(PLAYERS)
    assert len(players) == len(ITEMS)
    for file, seconds, error, width in players:
        assert (pages[named].parent / file).is_file()
        assert seconds == pytest.approx(0.2) and error is None and width > 250


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_all_words_can_be_read_on_their_ground(
    browser: Browser, pages: dict[str, Path], scheme: str, media: str
) -> None:
    browser.open(pages["plain"], 1280, scheme, media)
    found = browser.run(CONTRASTS)
    assert len(found) > 100
    assert [text for ratio, text in found if ratio < 4.5] == []  # WCAG 2.2, 1.4.3
    body = browser.run("getComputedStyle(document.body).backgroundColor")
    assert (body == "rgb(255, 255, 255)") == (media == "print")


def nodes(browser: Browser) -> list[tuple[str, str]]:
    """Role and name of everything that the page tells a screen reader."""
    browser.ask("Accessibility.enable")
    found: list[dict[str, Any]] = browser.ask("Accessibility.getFullAXTree")["nodes"]
    return [
        (one["role"]["value"], one.get("name", {}).get("value", "")) for one in found if not one["ignored"]
    ]


def test_a_screen_reader_finds_its_way(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["plain"], 1280)
    told = nodes(browser)
    roles = [role for role, _ in told]
    assert roles.count("main") == roles.count("banner") == roles.count("contentinfo") == 1
    for role in ("heading", "link", "image", "region", "article", "Audio", "columnheader", "rowheader"):
        named = [name for which, name in told if which == role]
        assert named and all(named), f"a {role} without a name"
        if role in ("image", "region", "Audio"):
            assert len(set(named)) == len(named)
    assert ("Audio", "Play Drums STEM") in told
    assert ("image", "Waveform of Drums STEM: sound from 0:00.0 to 0:00.2, loudest at 0:00.1") in told
    assert browser.run("document.documentElement.lang") == "en" and browser.run("document.title")
    levels = browser.run("[...document.querySelectorAll('h1, h2, h3')].map(one => +one.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_is_folded_away_on_the_screen_is_printed(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["plain"], 800, media="print")
    tall = "[...document.querySelectorAll('details table')].map(one => one.getBoundingClientRect().height)"
    assert all(height > 40 for height in browser.run(tall))
    assert browser.run("getComputedStyle(document.querySelector('audio')).display") == "none"
