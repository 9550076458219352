"""Hooks of schemathesis: most requests name what is there, so that they reach past 404.

GAVEL_KNOWN is JSON: by route, by where a value stands (`path.id`, `body.skuId`, `query.seller`), the values to take.
Only what is valid is put in the place of what is valid: what was made invalid stays as it was made. The choice follows
from the request itself, so that the same request is sent when a finding is tried again.
"""

import json
import os
import random

import schemathesis
from schemathesis.core.parameters import ParameterLocation

KNOWN = json.loads(os.environ["GAVEL_KNOWN"])
SHARE_KNOWN = 0.85


@schemathesis.hook
def before_call(context, case, kwargs):
    route = f"{case.method.upper()} {case.path}"
    chance = random.Random(f"{route} {case.path_parameters} {case.query} {case.headers} {case.body!r}")

    def usually():
        return chance.random() < SHARE_KNOWN

    for place, values in KNOWN.get(route, {}).items():
        where, name = place.split(".")
        container = valid(case, where)
        if container is not None and name in container and usually():
            container[name] = chance.choice(values)
    # An invented cursor is of no list, an invented version comes true after seconds if ever, and of a key that was used
    # before the answer speaks alone.
    query = valid(case, "query")
    if query is not None and "cursor" in query and usually():
        del query["cursor"]
    for where, name in (("header", "Idempotency-Key"), ("body", "idempotencyKey")):
        container = valid(case, where)
        if container is not None and name in container and usually():
            container[name] = f"{chance.getrandbits(64):x}"
    if query is not None and "atLeast" in query and usually():
        query["atLeast"] = 1


def valid(case, where):
    """What stands there, unless it was made invalid."""
    location = ParameterLocation(where)
    if case.meta is None or case.meta.is_negative_at(location):
        return None
    # What a response of before named is better than what we know.
    if case.meta.phase.name.value == "stateful" and where == "path":
        return None
    container = {
        "path": case.path_parameters,
        "query": case.query,
        "header": case.headers,
        "body": case.body,
    }[where]
    return container if hasattr(container, "items") else None
