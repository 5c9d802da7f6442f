"""`kapstok stukken`: which papers an audience gets, and which are not made and why not. Only the CLI prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from kapstok.core.door import door_to
from kapstok.core.workspace import Workspace
from kapstok.files.frozen import Frozen
from kapstok.reckon.door import Facts
from kapstok.render.plan.papers import Design, Plan, plan_papers, read_designs


def as_text(plan: Plan, designs: Sequence[Design], facts: Facts) -> str:
    """What is made, by what it is of; then what is not made and why; then the papers of which there is nothing yet."""
    lines: list[str] = []
    for key, papers in plan.papers.items():
        lines += [f"{key}: {facts.model.items[key].title}"]
        lines += [f"  {paper.stem} ({', '.join(filter(None, (paper.design.label, paper.status)))})" for paper in papers]
    lines += ["", "Niet gemaakt"] if plan.skipped else []
    lines += [f"  {one.design.name} van {one.item.key}: {one.why}" for one in plan.skipped]
    missing = list(_without_items(designs, facts))
    lines += ["", "Waarvan er nog niets in de agenda staat"] if missing else []
    lines += [f"  {design.name}: er is nog geen {title.lower()}" for design, title in missing]
    return "\n".join(lines).lstrip("\n")


def as_json(plan: Plan, designs: Sequence[Design], facts: Facts) -> str:
    """The same as an object: `gemaakt`, `niet_gemaakt` and `zonder_onderdeel`."""
    made = [
        {"stuk": paper.stem, "onderdeel": str(key), "soort": paper.design.label, "status": paper.status}
        for key, papers in plan.papers.items()
        for paper in papers
    ]
    skipped = [{"stuk": s.design.name, "onderdeel": str(s.item.key), "waarom": s.why} for s in plan.skipped]
    missing = [{"stuk": design.name, "van": design.kind} for design, _ in _without_items(designs, facts)]
    found = {"gemaakt": made, "niet_gemaakt": skipped, "zonder_onderdeel": missing}
    return json.dumps(found, ensure_ascii=False, indent=2)


PAPER_FORMATS: Mapping[str, Callable[[Plan, Sequence[Design], Facts], str]] = {"text": as_text, "json": as_json}


def planned(workspace: Workspace, facts: Facts, kept: Sequence[Frozen]) -> tuple[Plan, Sequence[Design]]:
    """The papers of a view, and every design there is; wrong heads of templates are for `kapstok check` to tell."""
    doors = [door_to(folder) for folder in workspace.template_folders()]
    designs, _ = read_designs(doors, facts.kinds)
    return plan_papers(designs, facts.model, facts.kinds, facts.council, kept), designs


def _without_items(designs: Sequence[Design], facts: Facts) -> Iterator[tuple[Design, str]]:
    for design in designs:
        if not facts.model.of_kind(design.kind):
            yield design, facts.kinds[design.kind].title
