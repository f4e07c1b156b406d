"""What the fuzz run knows beyond the schema: ids that exist, and refusals no schema can tell."""

import itertools
import json
import os
import re

import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

# Path expression -> id of a record that exists.
KNOWN = json.loads(os.environ.get("FUZZ_IDS", "{}"))
# Where a query or a body names a record: field -> path of its kind.
OTHER_NAMES = {"serverId": "/servers/{id}", "server": "/servers/{id}", "with": "/runs/{id}", "command": "/commands/{id}", "source": "/logs/sources/{id}", "contactId": "/contacts/{id}"}
turn = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Every second valid request is about a record that exists; deleting those would leave 404 for the rest of the run.

    Scenarios go from reply to reply, and know themselves what exists: an id of ours would read as one they made.
    """
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive or case.method == "DELETE" or meta.phase.name == "stateful":
        return
    if next(turn) % 2 == 0:
        for path, known in KNOWN.items():
            if "id" in (case.path_parameters or {}) and re.match(path, case.operation.path):
                case.path_parameters["id"] = known
            for name, other in OTHER_NAMES.items():
                for part in (case.query, case.body):
                    if isinstance(part, dict) and isinstance(part.get(name), str) and re.match(path, other):
                        part[name] = known


def is_beyond_the_schema(response):
    """A cursor is opaque; and U+0000, which PostgreSQL can not store, is refused in any text, in bodies and addresses."""
    try:
        code = response.json()["code"]
    except (ValueError, KeyError, TypeError):
        return False
    return code == "bad_cursor" or (code == "bad_request" and "U+0000" in response.text) or (code == "bad_path" and "%00" in response.request.url)


@schemathesis.check
def valid_data_is_taken(ctx, response, case):
    if response.status_code == 400 and is_beyond_the_schema(response):
        return None
    return positive_data_acceptance(ctx, response, case)
