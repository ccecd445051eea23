"""What the schema language cannot say, so that a request that is meant to be valid is."""

import os

import schemathesis
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET


@schemathesis.hook
def before_call(context, case, **kwargs):
    # The usual length of a wait would be the time of the whole run. One that is too long for the contract stays as it is.
    if len((case.headers or {}).get("Prefer", "x" * 256)) <= 255:
        case.headers["Prefer"] = "wait=1"
    # The container refuses a body beside these with 400 before anybody looks for the method.
    if case.method in ("GET", "DELETE"):
        kwargs.pop("json", None)
        case.body = NOT_SET
    if case.meta and case.meta.generation.mode == GenerationMode.POSITIVE:
        keep_what_fits_together(case)


def keep_what_fits_together(case):
    # An empty Authorization is a valid header, and nobody's.
    headers = case.headers or {}
    for name in [name for name in headers if name.lower() == "authorization"]:
        headers[name] = f"Bearer {os.environ['BINNACLE_TOKEN']}"
    query = case.query or {}
    # A cursor comes from the page before it.
    query.pop("cursor", None)
    # An entry of the audit log is expected by its sequence and its hash.
    if ("expectedSequence" in query) != ("expectedHash" in query):
        query.pop("expectedSequence", None)
        query.pop("expectedHash", None)
    if "labelSelector" in query:
        query["labelSelector"] = LABEL_SELECTOR
    # Offsets beyond 18 hours are valid in RFC 3339, and none to Java; no place on earth has one.
    for bound in ("since", "until"):
        if bound in query:
            query[bound] = str(query[bound])[:19] + "Z"
    if isinstance(case.body, dict):
        keep_what_fits_together_in_body(case.body)


# A label selector has a grammar of its own.
LABEL_SELECTOR = "kubernetes.io/os in (linux),!canary"

# Each within the bounds that its description tells.
DURATIONS = {"timeout": "PT10M", "gracePeriod": "PT30S", "expiresIn": "P30D"}


def keep_what_fits_together_in_body(body):
    usual = DURATIONS | {"podSelector": LABEL_SELECTOR}
    body.update({name: value for name, value in usual.items() if name in body})
    # A token ends at a time or after a time.
    if {"expiresAt", "expiresIn"} <= body.keys():
        body.pop("expiresAt")
    # Names and descriptions are printable.
    for name in ("name", "description"):
        if isinstance(body.get(name), str):
            body[name] = "".join(c if c.isprintable() else "-" for c in body[name])
