import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.report.figures.gains_by_country import plot_gains_by_country
from negotiate.report.figures.tariff_curve import plot_tariff_curve

RATES = [0.0, 0.1, 0.2]
LINES = {"Japan": [0.0, -2.0, -3.0], "United States": [0.0, 2.0, 1.0]}


def test_each_line_is_drawn_in_percent_and_the_best_rate_marked_on_it() -> None:
    figure = plot_tariff_curve(RATES, LINES, unit="bn USD", best={"United States": 0.15})
    axes = figure.axes[0]
    drawn = {line.get_label(): line for line in axes.lines}
    assert drawn["Japan"].get_xdata() == pytest.approx([0, 10, 20])
    assert drawn["Japan"].get_ydata() == pytest.approx(LINES["Japan"])
    mark = axes.lines[-1]
    assert (mark.get_xdata()[0], mark.get_ydata()[0]) == pytest.approx((15, 1.5))
    assert mark.get_color() == drawn["United States"].get_color()
    assert axes.get_ylabel() == "Gain [bn USD]"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"rates": [0.0, 0.2, 0.1]}, "rates must be in rising order"),
        ({"lines": {}}, "lines has 0 entries"),
        ({"lines": {"Japan": [1.0]}}, r"lines\['Japan'\] has shape \(1,\)"),
        ({"lines": [[1.0, 2.0, 3.0]]}, r"lines=.* it must map a line's label to its gains"),
        ({"best": {"Korea": 0.1}}, "best has 'Korea', which is none of the lines"),
        ({"best": {"Japan": 0.3}}, r"best\['Japan'\]=0.3; it must be from 0 to 0.2"),
        ({"best": {"Japan": float("nan")}}, r"best\['Japan'\] is nan"),
        ({"best": [0.1]}, r"best=.* it must map a line's label to the rate to mark on it"),
        ({"width": "wide"}, "width is 'wide'"),
    ],
)
def test_what_cannot_be_drawn_as_a_curve(change: dict, words: str) -> None:
    given = {"rates": RATES, "lines": LINES} | change
    with pytest.raises(InvalidInput, match=words):
        plot_tariff_curve(given.pop("rates"), given.pop("lines"), **given)


def test_bars_stand_by_country_with_one_colour_a_case() -> None:
    cases = {"war": [-2.0, -1.0, -3.0], "talks": [1.0, 0.5, 0.0]}
    axes = plot_gains_by_country(["A", "B", "C"], cases, unit="bn USD").axes[0]
    assert [bar.get_width() for bar in axes.patches] == [*cases["war"], *cases["talks"]]
    colours = [bar.get_facecolor() for bar in axes.patches]
    assert len(set(colours[:3])) == len(set(colours[3:])) == 1
    assert colours[0] != colours[3]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["A", "B", "C"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the first on top
    centres = np.array([bar.get_y() + bar.get_height() / 2 for bar in axes.patches])
    assert (centres[:3] < [0, 1, 2]).all()  # the first case above the second


def test_what_cannot_be_drawn_as_bars() -> None:
    with pytest.raises(InvalidInput, match="cases has 5 entries"):
        plot_gains_by_country(["A"], {str(k): [0.0] for k in range(5)})
    with pytest.raises(InvalidInput, match="cases=.* it must map the name of each case"):
        plot_gains_by_country(["A"], [[0.0]])  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"cases\['war'\] has shape \(2,\)"):
        plot_gains_by_country(["A"], {"war": [0.0, 1.0]})
