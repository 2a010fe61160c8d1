"""What a program sent, held to a model: else the answer says which member is wrong."""

from typing import TypeVar

from flask import request
from flask_babel import gettext
from pydantic import BaseModel, ValidationError

from curriculum_app.web.problems import Problematic

Model = TypeVar("Model", bound=BaseModel)


def body(model: type[Model]) -> Model:
    """The JSON of the request. Raises Problematic: 415 where it is not called JSON, 400 where it is none, 422 where it is another."""
    if not request.is_json:
        raise Problematic(415, "wrong_media_type", gettext("Send application/json."))
    try:
        return model.model_validate_json(request.get_data(cache=False))
    except ValidationError as wrong:
        if any(error["type"] == "json_invalid" for error in wrong.errors(include_url=False, include_context=False, include_input=False)):
            raise Problematic(400, "bad_request", gettext("The body is not JSON.")) from None
        raise _unfit(wrong) from None


def query(model: type[Model]) -> Model:
    """The query of the address. Raises Problematic(422)."""
    try:
        return model.model_validate(request.args.to_dict())
    except ValidationError as wrong:
        raise _unfit(wrong) from None


def _unfit(wrong: ValidationError) -> Problematic:
    """Where the first thing wrong stands, and what is wrong with it, as the library says it in English."""
    first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    return Problematic(422, "unfit", f"{place}: {first['msg']}" if place else first["msg"])
