"""Scenario: a file, checked and resolved to one variant, ready for a model to be built from it.

Reading is cheap and loads no solver. What comes out never changes; a variant, or other values of
some parameters, make a new scenario, and the digest says which one it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from negotiate.checks import did_you_mean, freeze, show
from negotiate.errors import InvalidInput
from negotiate.provenance import digest
from negotiate.scenario.parameter import ASSUMED, Parameter
from negotiate.scenario.plan_relations import profiles_of
from negotiate.scenario.reference import in_billions, moved_references, replaced_items
from negotiate.scenario.relations import check_facts, check_relations
from negotiate.scenario.schema import SCENARIO, quantity_at
from negotiate.scenario.variants import changes_of, with_changes
from negotiate.table import Column, Table

__all__ = ["Scenario"]

_ORDERED = ("sectors", "packages", "missions", "items", "threats")
_REQUIRED = object()
_KEPT = "The file's own price, which a price that is moved leaves as it was."


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Scenario:
    """A negotiation as a file states it, in one of its variants.

    ``load_scenario`` reads one from a file; tables made in Python are checked in the same way.

    Parameters
    ----------
    tables : mapping
        The tables of a scenario file, as a TOML reader gives them.
    variant : str, optional
        The name of one of its variants; the file as it stands where None.
    origin : str
        How messages name the file.

    Attributes
    ----------
    name, title, description, unit : str
        What the file says of itself.
    variant : str or None
        The variant it is resolved to.
    variants : mapping of str to str
        Names and titles of the file's variants.
    document : mapping
        The file without its variants, resolved, defaults filled in, read-only: mappings in the
        file's order, tuples for lists, text for dates, inline tables for parameters.
    parameters : mapping of str to Parameter
        Every parameter by its dotted path, in the file's order.
    sources : mapping of str to mapping
        The record of every source used, by key.
    overrides : mapping of str to float
        The values set by ``with_values``.

    Raises
    ------
    InvalidInput
        With a sentence that begins with ``origin`` and the path of what is wrong.
    """

    name: str
    title: str
    description: str
    unit: str
    variant: str | None
    variants: Mapping[str, str]
    document: Mapping[str, Any]
    parameters: Mapping[str, Parameter]
    sources: Mapping[str, Mapping[str, str]]
    overrides: Mapping[str, float]
    _file: Mapping[str, Any]
    _origin: str
    _base: Scenario

    def __init__(
        self, tables: Mapping[str, Any], variant: str | None = None, *, origin: str = "scenario"
    ) -> None:
        with _beginning_with(origin):
            file = SCENARIO.check("", tables, {})
        self._resolve(file, variant, origin)

    def _resolve(self, file: Mapping[str, Any], variant: str | None, origin: str) -> None:
        """Set every field from a file whose places hold, in one of its variants."""
        found: dict[str, Parameter] = {}
        with _beginning_with(origin):
            changes = changes_of(file, variant)
        with _beginning_with(origin, *([f"variants.{variant}"] if changes else [])):
            checked = SCENARIO.check("", with_changes(file, changes), found)
            variants = checked.pop("variants")
            document = _with_references(file, checked, found, replaced_items(changes)) if changes else checked
            check_relations(document, found)
            sources = _sources_of(document, found)
            check_facts(found)
        freeze(
            self,
            name=document["name"],
            title=document["title"],
            description=document.get("description", ""),
            unit=document["unit"],
            variant=variant,
            variants=MappingProxyType({name: entry["title"] for name, entry in variants.items()}),
            document=_read_only(document),
            parameters=MappingProxyType(found),
            sources=_read_only(sources),
            overrides=MappingProxyType({}),
            _file=file,
            _origin=origin,
            _base=self,
        )

    @property
    def changes(self) -> Mapping[str, Any]:
        """What the variant changes: new values by path; nothing for the file as it stands."""
        return MappingProxyType(dict(changes_of(self._file, self.variant)))

    def __repr__(self) -> str:
        of_variant = f", variant={self.variant!r}" if self.variant else ""
        return f"<Scenario {self.name!r}{of_variant}: {len(self.parameters)} parameters>"

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self._file, self.variant, self._origin, dict(self.overrides))

    @property
    def players(self) -> tuple[str, str]:
        """The buyer and the setter."""
        return self.document["players"]["buyer"], self.document["players"]["setter"]

    @property
    def resolution(self) -> float:
        """Payoffs are whole multiples of this, in ``unit``."""
        return float(self.document["resolution"])

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the content: comments, layout and the order of keys do not count.

        The order of sectors, packages, missions and items does: it is their order in games,
        tables and figures.
        """
        model = self.document["model"]
        order = {section: list(model[section]) for section in _ORDERED if section in model}
        return digest({"document": self.document, "order": order})

    @property
    def assumed_share(self) -> float:
        """The share of the parameters that are assumed, from 0 to 1."""
        return sum(parameter.assumed for parameter in self.parameters.values()) / len(self.parameters)

    def parameter(self, path: str) -> Parameter:
        """Return the parameter at a dotted path."""
        if path not in self.parameters:
            raise InvalidInput(
                f"{self._origin}: {path} is no parameter of this scenario."
                f"{did_you_mean(path, self.parameters)} See .parameters for all."
            )
        return self.parameters[path]

    def value(self, path: str, default: Any = _REQUIRED) -> float:
        """Return the value of the parameter at a dotted path, in its own unit.

        ``default`` is for a parameter that the file may leave out.

        Examples
        --------
        >>> from negotiate.scenario.load import load_scenario
        >>> steel = load_scenario("steel-for-beef")
        >>> steel.value("model.parameters.revenue_weight", default=1.0)
        1.0
        """
        if path not in self.parameters and default is not _REQUIRED:
            return float(default)
        return self.parameter(path).value

    def money(self, path: str) -> float:
        """Return a parameter that is money in billions of the scenario's currency.

        An amount in the buyer's currency is converted at ``model.budget.exchange_rate``.

        Examples
        --------
        >>> from negotiate.scenario.load import load_scenario
        >>> steel = load_scenario("steel-for-beef")
        >>> steel.parameter("model.budget.base").unit, steel.money("model.budget.base")
        ('bn HOM', 20.0)
        """
        parameter = self.parameter(path)
        own = self.unit[3:6]
        rate = self.value("model.budget.exchange_rate", 1.0)
        amount = in_billions(parameter.value, parameter.unit, own, rate)
        if amount is None:
            raise InvalidInput(f"{self._origin}: {path} is no money; its unit is {parameter.unit!r}.")
        return amount

    def with_variant(self, variant: str | None) -> Scenario:
        """Return a variant of the file; None is the file as it stands. Overrides are not kept."""
        return _again(self._file, variant, self._origin, {})

    def with_values(self, values: Mapping[str, float]) -> Scenario:
        """Return the scenario with other values of some parameters, for sensitivity analysis.

        A value may leave the parameter's range, not the bounds of what makes sense (a negative
        price). Where a base tariff moves, so does the rate of the status quo package; where a price
        moves, the reference price of its item stays with the file's own and is written down. Values
        add to those of earlier calls, and giving the file's value takes an override back.

        Parameters
        ----------
        values : mapping of str to float
            New values by dotted path, in the parameters' own units.

        Examples
        --------
        >>> from negotiate.scenario.load import load_scenario
        >>> steel = load_scenario("steel-for-beef").with_values({"model.trade.pass_through": 0.9})
        >>> steel.value("model.trade.pass_through"), dict(steel.overrides)
        (0.9, {'model.trade.pass_through': 0.9})
        """
        document, found = self._base.document, dict(self._base.parameters)
        wanted: dict[str, float] = {}
        for path, value in {**self.overrides, **values}.items():
            known = self._base.parameter(path)
            with _beginning_with(self._origin):
                number = float(quantity_at(path).of.number(path, value))
            if number != known.value:
                wanted[path] = number
                found[path] = replace(known, value=number, fact="")
                document = _with_value(document, path, number)
        document = _with_references(self._base.document, document, found)
        with _beginning_with(self._origin):
            check_relations(document, found)
        other = object.__new__(Scenario)
        same = {field.name: getattr(self._base, field.name) for field in fields(self)}
        changed = {
            "document": document,
            "parameters": MappingProxyType(found),
            "overrides": MappingProxyType(wanted),
        }
        freeze(other, **{**same, **changed})
        return other

    def table(self) -> Table:
        """Return the calibration table: every parameter with its unit, range and source."""
        rows = [
            (
                parameter.path.removeprefix("model."),
                parameter.value,
                parameter.unit,
                parameter.low,
                parameter.high,
                ", ".join(parameter.sources),
                parameter.date,
                "assumed" if parameter.assumed else "identified",
            )
            for parameter in self.parameters.values()
        ]
        value, low, high = (Column(title, digits=4) for title in ("value", "low", "high"))
        columns: list[Column | str] = ["parameter", value, "unit", low, high, "source", "date", "status"]
        assumed = sum(parameter.assumed for parameter in self.parameters.values())
        notes = [f"{assumed} of {len(rows)} parameters are assumed ({self.assumed_share:.0%})."]
        if self.variant:
            notes.append(f"Variant {self.variant} changes: {', '.join(self.changes)}.")
        if self.overrides:
            notes.append(f"Set by hand, outside the file: {', '.join(self.overrides)}.")
        return Table(f"Calibration of {self.name}", columns, rows, notes)


def _again(
    file: Mapping[str, Any], variant: str | None, origin: str, overrides: Mapping[str, float]
) -> Scenario:
    """Make a scenario anew from a checked file: a variant, or what was pickled or copied."""
    scenario = object.__new__(Scenario)
    scenario._resolve(file, variant, origin)
    return scenario.with_values(overrides) if overrides else scenario


def _read_only(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _read_only(entry) for key, entry in value.items()})
    return tuple(_read_only(entry) for entry in value) if isinstance(value, list | tuple) else value


def _with_value(document: Mapping[str, Any], path: str, value: float) -> Mapping[str, Any]:
    """Return the document with the value of one parameter replaced."""
    table = document
    keys = path.split(".")
    for key in keys:
        table = table[key]
    without_fact = {key: entry for key, entry in table.items() if key != "fact"}
    changed = _put(document, keys, MappingProxyType({**without_fact, "value": value}))
    if keys[1] == "sectors" and keys[-1] == "base_tariff":
        status_quo = document["model"]["status_quo_package"]
        changed = _put(changed, ["model", "packages", status_quo, "rates", keys[2]], value)
    return changed


def _with_references(
    home: Mapping[str, Any],
    document: Mapping[str, Any],
    found: dict[str, Parameter],
    aside: Iterable[str] = (),
) -> Mapping[str, Any]:
    """Return the document with the reference prices that moved prices leave behind; add them to ``found``."""
    own = document["unit"][3:6]
    for name, amount in moved_references(home, document, aside).items():
        path = f"model.items.{name}.reference_price"
        price = found[f"model.items.{name}.price"]
        kept = Parameter(path, amount, f"bn {own}", sources=price.sources, note=_KEPT)
        table = {"value": amount, "unit": kept.unit, "source": kept.sources, "note": _KEPT}
        found[path] = kept
        document = _put(document, path.split("."), MappingProxyType(table))
    return document


def _put(tables: Mapping[str, Any], keys: list[str], value: object) -> Mapping[str, Any]:
    """Return read-only tables with a value put at a path; what lies beside it is shared."""
    first, *rest = keys
    return MappingProxyType({**tables, first: _put(tables[first], rest, value) if rest else value})


def _sources_of(document: Mapping[str, Any], found: Mapping[str, Parameter]) -> Mapping[str, Any]:
    """Return the record of every source used, sorted by key; refuse a key without a record."""
    named = {f"{path}.source": parameter.sources for path, parameter in found.items()}
    packages = document["model"]["packages"]
    named |= {f"model.packages.{name}.source": package["source"] for name, package in packages.items()}
    named |= {f"{path}.source": profile["source"] for path, profile in profiles_of(document["model"]).items()}
    used = {key: path for path, keys in named.items() for key in keys if key != ASSUMED}
    known: Mapping[str, Any] = document["sources"]
    if not set(used) <= set(known):
        from negotiate.data import sources

        known = {**sources(), **known}
    for key, path in used.items():
        if key not in known:
            raise InvalidInput(
                f"{path}={show(key)} is no source of this file or of the package; add [sources.{key}]."
                f"{did_you_mean(key, (*known, ASSUMED))}"
            )
    return {key: known[key] for key in sorted(used)}


@contextmanager
def _beginning_with(*places: str) -> Iterator[None]:
    """Begin the message of an error with the file and the place in it."""
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput(": ".join((*places, str(error)))) from None
