"""`specloom explain`: why something is as it is, and which setting changes it."""

from __future__ import annotations

import click

from specloom import pipeline
from specloom.cli.choose import config_for, found_config
from specloom.cli.options import Request, document_options
from specloom.cli.stories import Story, find_story
from specloom.config import config_error
from specloom.explanations import codes, explanation
from specloom.settings import did_you_mean
from specloom.terminal import say


@click.command("explain")
@click.argument("subject")
@document_options
def command(request: Request, subject: str) -> int:
    """Document a diagnostic, an operation or a model.

    SUBJECT is the code of a diagnostic (no document is needed), or of the document: an operation as it is called
    (rooms.create), its operationId, METHOD /path, or the name of a model. Tells where it comes from, which rules named
    it, and which keys of specloom.toml change that.

    \b
    Examples
      specloom explain unresolved-reference
      specloom explain rooms.create
      specloom explain "POST /Rooms" spec.yaml
    """
    text = explanation(subject)
    if text is not None:
        say(text.rstrip("\n"))
        return 0
    if not (request.spec or found_config(request)):
        raise config_error(
            f"{subject!r} is not the code of a diagnostic, and there is no document to look in",
            hint=did_you_mean(subject, codes()) or "give the document, too: specloom explain rooms.create spec.yaml",
        )
    built = pipeline.build_model(config_for(request))
    story = find_story(built, subject)
    if isinstance(story, Story):
        say(story.text)
        return 0
    below = [name for name in story if name.startswith(f"{subject}.")]
    hint = f"{subject} has {', '.join(below)}" if below else did_you_mean(subject, (*codes(), *story))
    raise config_error(
        f"there is no operation or model {subject!r} in this document",
        hint=hint or "`specloom ir` prints all there are",
    )
