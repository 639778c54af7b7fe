"""Each check of tools.check_notebooks finds its own fault, and nothing else does."""

import pytest

from tests import notebook_factory as factory
from tools import check_notebooks, notebooks


@pytest.fixture
def bibliography(tmp_path):
    path = tmp_path / "references.bib"
    path.write_text(factory.BIBLIOGRAPHY)
    return path


def problems_by_check(path, bibliography):
    text, recorded = notebooks.read(path), notebooks.read(notebooks.recorded_path(path))
    known = check_notebooks.known_dois(bibliography)
    found = {check.__name__: check(path.stem, recorded) for check in check_notebooks.CHECKS}
    found["check_pair"] = check_notebooks.check_pair(path.stem, text, recorded)
    found["check_citations"] = check_notebooks.check_citations(path.stem, recorded, known)
    found["check_frames"] = check_notebooks.check_frames({path.stem: text})
    return {name: problems for name, problems in found.items() if problems}


def cell_with(notebook, source):
    return next(cell for cell in notebook.cells if source in cell.source)


def lose_the_cell_for_colab(notebook):
    notebook.cells.pop(0)


def move_the_cell_for_colab(notebook):
    notebook.cells.insert(1, notebook.cells.pop(0))


def fetch_another_course_in_colab(notebook):
    notebook.cells[0].source = notebook.cells[0].source.replace("https://", "https://another.")


def fetch_the_course_twice(notebook):
    notebook.cells.append(factory.for_colab())


def skip_an_execution(notebook):
    cell_with(notebook, "print(1)").execution_count = None


def store_an_error(notebook):
    cell_with(notebook, "print(1)").outputs.append(factory.error())


def forget_to_raise(notebook):
    cell_with(notebook, "fail()").outputs = []


def store_a_warning(notebook):
    cell_with(notebook, "print(1)").outputs.append(factory.printed("careful", name="stderr"))


def lose_the_stamp(notebook):
    notebook.metadata.course = {}


def record_in_the_quick_profile(notebook):
    notebook.metadata.course.profile = "quick"


def record_other_code(notebook):
    notebook.metadata.course.code_sha256 = "0" * 64


def lose_the_alt_text(notebook):
    del cell_with(notebook, "plot()").metadata["mystnb"]


def shorten_the_alt_text(notebook):
    cell_with(notebook, "plot()").metadata.mystnb.image.alt = "A white square."


def cut_the_alt_text(notebook):
    cell_with(notebook, "plot()").metadata.mystnb.image.alt = factory.ALT.rstrip(".")


def lose_the_alt_text_of_an_image(notebook):
    cell = cell_with(notebook, "white square")
    cell.source = cell.source.replace("a white square", "")


def cite_an_unknown_source(notebook):
    cell_with(notebook, "Rosenblatt").source += " [Nobody (2020)](https://doi.org/10.1016/S0893-6080(05)80023-1)."


def lose_the_tolerance(notebook):
    del cell_with(notebook, "train()").metadata["nbval"]


def misspell_the_tolerance(notebook):
    cell_with(notebook, "train()").metadata.nbval["rotl"] = 0.1


def train_nearly_everything(notebook):
    for value in range(2):
        cell_with(notebook, f"print({value})").metadata.update(tags=["trained"], nbval={"rtol": 0.1})


def ignore_without_a_reason(notebook):
    cell_with(notebook, "time()").source = "time()"


def use_a_directive(notebook):
    cell_with(notebook, "Rosenblatt").source += "\n\n```{note}\nMind.\n```"


def use_a_colon_fence(notebook):
    cell_with(notebook, "Rosenblatt").source += "\n\n:::{note}\nMind.\n:::"


def use_a_role(notebook):
    cell_with(notebook, "Rosenblatt").source += " See {doc}`intro`."


def treat_a_frame_twice(notebook):
    cell_with(notebook, "Rosenblatt").metadata["frames"] = ["K1"]


def treat_an_unknown_frame(notebook):
    cell_with(notebook, "Rosenblatt").metadata["frames"] = ["K12"]


FAULTS = [
    (lose_the_cell_for_colab, "check_colab"),
    (move_the_cell_for_colab, "check_colab"),
    (fetch_another_course_in_colab, "check_colab"),
    (fetch_the_course_twice, "check_colab"),
    (skip_an_execution, "check_counts"),
    (store_an_error, "check_errors"),
    (forget_to_raise, "check_errors"),
    (store_a_warning, "check_streams"),
    (lose_the_stamp, "check_stamp"),
    (record_in_the_quick_profile, "check_stamp"),
    (record_other_code, "check_stamp"),
    (lose_the_alt_text, "check_alt_texts"),
    (shorten_the_alt_text, "check_alt_texts"),
    (cut_the_alt_text, "check_alt_texts"),
    (lose_the_alt_text_of_an_image, "check_alt_texts"),
    (cite_an_unknown_source, "check_citations"),
    (lose_the_tolerance, "check_trained"),
    (misspell_the_tolerance, "check_tolerances"),
    (train_nearly_everything, "check_exact_share"),
    (ignore_without_a_reason, "check_ignored"),
    (use_a_directive, "check_plain_markdown"),
    (use_a_colon_fence, "check_plain_markdown"),
    (use_a_role, "check_plain_markdown"),
    (treat_a_frame_twice, "check_frames"),
    (treat_an_unknown_frame, "check_frames"),
]


@pytest.mark.parametrize(("break_it", "check"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])
def test_fault_is_found_by_its_check_alone(tmp_path, bibliography, break_it, check):
    notebook = factory.healthy_notebook()
    break_it(notebook)
    found = problems_by_check(factory.write_pair(tmp_path, notebook), bibliography)
    assert list(found) == [check]
    assert all(problem.startswith("10_tiny") and problem.endswith(".") for problem in found[check])


def test_every_check_has_a_fault():
    names = {name for name in dir(check_notebooks) if name.startswith("check_")}
    assert names - {"check_chapter", "check_pair"} == {check for _, check in FAULTS}


def test_healthy_chapter_has_no_problem(tmp_path, bibliography, capsys):
    path = factory.write_pair(tmp_path, factory.healthy_notebook())
    assert check_notebooks.check_chapter(path, bibliography) == []
    assert check_notebooks.main(tmp_path, bibliography) == 0
    assert capsys.readouterr().out == "1 chapters, 0 problems\n"


@pytest.mark.parametrize("metadata", [{"tags": ["trained"]}, {"frames": ["K2"]}, {"mystnb": {"image": {"alt": "no"}}}])
def test_pair_with_other_metadata_differs(tmp_path, bibliography, metadata):
    path = factory.write_pair(tmp_path, factory.healthy_notebook())
    change_recorded(path, lambda recorded: cell_with(recorded, "white square").metadata.update(metadata))
    assert list(problems_by_check(path, bibliography)) == ["check_pair"]


@pytest.mark.parametrize("change", [lambda cells: cells[1].update(source="# Other"), lambda cells: cells.pop(1)])
def test_pair_with_other_text_differs(tmp_path, bibliography, change):
    path = factory.write_pair(tmp_path, factory.healthy_notebook())
    change_recorded(path, lambda recorded: change(recorded.cells))
    found = problems_by_check(path, bibliography)
    assert list(found) == ["check_pair"]
    assert "make sync" in found["check_pair"][0]


def change_recorded(path, change):
    recorded = notebooks.read(notebooks.recorded_path(path))
    change(recorded)
    notebooks.write(recorded, notebooks.recorded_path(path))


def test_chapter_without_outputs_is_reported(tmp_path, bibliography, capsys):
    path = factory.write_pair(tmp_path, factory.healthy_notebook())
    notebooks.recorded_path(path).unlink()
    assert check_notebooks.main(tmp_path, bibliography) == 1
    assert "10_tiny.ipynb is missing; run make execute CHAPTER=10." in capsys.readouterr().out


def test_trained_figure_and_ledger_need_no_tolerance():
    notebook = factory.notebook(
        factory.code("plot()", factory.figure(factory.png(0)), tags=["trained"]),
        factory.code('ledger.compare("K8.loss", loss)', factory.printed("0.4"), tags=["trained"]),
    )
    assert check_notebooks.check_trained("10_tiny", notebook) == []


def test_code_in_the_text_may_show_anything():
    source = 'Write `{x}` and `f"{y}"` with\n\n```python\nprint(f"{name}`tick`")\n```\n\n$\\sqrt{x}$'
    assert check_notebooks.check_plain_markdown("10_tiny", factory.notebook(factory.markdown(source))) == []
