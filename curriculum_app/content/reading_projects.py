"""Reading the project of a course from its folder."""

from pathlib import Path

from curriculum_app.content.guidelines import Guideline, read_guideline
from curriculum_app.content.library import Library
from curriculum_app.content.problems import Problems
from curriculum_app.content.projects import PROJECT, VERSIONS, ProjectFiles
from curriculum_app.content.schemas import LANGUAGES
from curriculum_app.content.yaml_files import read_yaml


def read_project(place: Path, library: Library, problems: Problems) -> None:
    """Takes `project/` of a course's folder into the library, where it is."""
    folder = place / "project"
    file = folder / "project.yaml"
    if not file.exists():
        return
    document = read_yaml(file, problems)
    project = document.check(PROJECT, problems) if document else None
    guidelines: dict[tuple[int, str], Guideline] = {}
    for version in VERSIONS:
        for language in LANGUAGES:
            text = folder / guideline_name(version, language)
            if not text.exists():
                problems.say(file, 0, "", "project_guideline_missing", name=text.name)
            elif guideline := read_guideline(text, language, problems):
                guidelines[version, language] = guideline
    if project and len(guidelines) == len(VERSIONS) * len(LANGUAGES):
        library.projects[place.name] = ProjectFiles(project, file, guidelines)


def guideline_name(version: int, language: str) -> str:
    """The name of a version's file."""
    return f"guideline{'' if version == 1 else f'-v{version}'}.{language}.md"
