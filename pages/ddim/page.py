"""DDIM = DDPM from above: one crowd, any road, and the roads under the reader's hand."""

from engine.diffusion.config import MAX_SEED, SCHEDULES
from engine.diffusion.config_fan import DATA, SPACINGS, FanConfig
from pages.ddim.said import numbers
from view import controls, link
from view.chart import Series, lines
from view.language import number, t
from view.live import later, live
from view.page import card, configured, hero, opening
from view.polling import poll

SLUG, DEFAULT = "ddim", FanConfig()
EXPERIMENTS = {}
IN_LINK = (
    link.Choice("data", tuple(DATA)),
    link.Choice("spacing", tuple(SPACINGS)),
    link.Whole("seed", 0, MAX_SEED),
    link.Choice("schedule", SCHEDULES),
    link.Choice("x", tuple(EXPERIMENTS)),
)


def config_of_widgets(schedule: str) -> FanConfig:
    """The three controls beside the hero; the schedule comes with the link."""
    data = controls.choice(SLUG, "data", tuple(DATA), DEFAULT.data)
    spacing = controls.choice(SLUG, "spacing", tuple(SPACINGS), DEFAULT.spacing)
    seed = controls.whole(SLUG, "seed", DEFAULT.seed)
    look = {"icon": ":material/refresh:", "width": "stretch"}
    controls.button(SLUG, "new_seed", controls.move, (SLUG, "seed", 1), moves="seed", **look)
    return FanConfig(data=data, spacing=spacing, seed=seed, schedule=schedule)


text = opening(SLUG)
asked = link.check(SLUG, IN_LINK)
schedule = asked.pop("schedule", DEFAULT.schedule)
controls.restore(SLUG, asked)
left, right = hero()
with right, card("controls"):
    config = configured(SLUG, lambda: config_of_widgets(schedule), DEFAULT)
shown = live("ddim", "engine.diffusion.fan:run", config, SLUG)
with left:
    lines(
        [
            Series(f"η = {eta:g}", identity, shown.result.w1[k], shown.result.config.steps)
            for k, eta, identity in ((0, 0, "model"), (-1, 1, "noise"))
        ],
        key="ddim_distance",
        x=t("ddim.S"),
        y=t("ddim.w1"),
        alt=t("ddim.w1.alt", floor=number(shown.result.median, 3)),
        log_x=True,
        log_y=True,
    )
    chosen = controls.chips(SLUG, "x", EXPERIMENTS)
    poll(shown.job, SLUG)
    later(shown)
link.note(SLUG, data=config.data, spacing=config.spacing, seed=config.seed, x=chosen)
link.note(SLUG, schedule=None if schedule == DEFAULT.schedule else schedule)
if chosen:
    EXPERIMENTS[chosen].show(text, config)
text.show(**numbers(shown.result))
