"""`python -m tests.handlers.desk.screenshot`: draws docs/desk.png, the picture of the README, from a real desk."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFilter
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import sync_playwright

from tests.handlers.desk.running import open_desk

TARGET = Path(__file__).parents[3] / "docs" / "desk.png"
SETTINGS = "a sunrise above the hills, poster\nSteps: 28, Sampler: Euler a, CFG scale: 7, Seed: 92, Size: 900x600"


def main() -> None:
    """Submit two pictures as Camille, answer for one, and take the picture."""
    found = shutil.which("chromium") or sys.exit("no Chromium on this machine (apt-get install chromium)")
    with TemporaryDirectory() as folder, open_desk(Path(folder) / "data") as desk, sync_playwright() as playwright:
        camille = desk.come_in("Camille")
        camille.drop_and_wait(("marché-dimanche.jpg", _encoded(_stalls(), "JPEG")))
        notes = PngInfo()
        notes.add_text("parameters", SETTINGS)
        camille.drop_and_wait(("affiche-rentrée.png", _encoded(_sunrise(), "PNG", pnginfo=notes)), note="Pour jeudi.")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1_000, "height": 1_240}, locale="fr-FR")
        page.goto(desk.link("Camille"))
        page.evaluate("document.querySelector('details').open = true")
        page.wait_for_timeout(600)  # the thumbnails
        page.screenshot(path=TARGET)
        browser.close()


def _sunrise() -> Image.Image:
    sky = Image.linear_gradient("L").resize((900, 600))
    picture = Image.merge(
        "RGB",
        (sky.point(lambda v: 60 + v * 3 // 4), sky.point(lambda v: 70 + v // 3), sky.point(lambda v: 130 - v // 4)),
    )
    draw = ImageDraw.Draw(picture)
    draw.ellipse((360, 250, 540, 430), fill=(255, 214, 140))
    draw.polygon([(0, 600), (0, 430), (220, 360), (470, 450), (700, 380), (900, 440), (900, 600)], fill=(70, 45, 90))
    draw.polygon([(0, 600), (0, 510), (300, 460), (620, 530), (900, 480), (900, 600)], fill=(40, 26, 60))
    return picture.filter(ImageFilter.GaussianBlur(1))


def _stalls() -> Image.Image:
    picture = Image.new("RGB", (900, 600), (198, 216, 226))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 400, 900, 600), fill=(150, 142, 132))
    for index, colour in enumerate(((178, 58, 52), (238, 232, 220), (52, 104, 92), (226, 170, 66))):
        left = 40 + index * 215
        draw.polygon([(left, 220), (left + 185, 220), (left + 205, 300), (left - 20, 300)], fill=colour)
        draw.rectangle((left, 300, left + 185, 430), fill=(92, 74, 60))
        for row in range(6):
            x = left + 10 + row * 29
            draw.ellipse((x, 330, x + 24, 354), fill=((204, 92, 40), (96, 140, 60), (214, 180, 60))[row % 3])
    return picture.filter(ImageFilter.GaussianBlur(2))


def _encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    output = io.BytesIO()
    picture.save(output, form, **options)
    return output.getvalue()


if __name__ == "__main__":
    main()
