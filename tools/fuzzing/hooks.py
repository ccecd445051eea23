"""What the schema language cannot say, so that a request that is meant to be valid is."""

import os

import schemathesis
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET


# The run's own token: whoever revokes it has nothing more to find.
OWN_TOKEN = os.environ["BINNACLE_FUZZ_OWN_TOKEN"]
AUTHORIZATION = f"Bearer {os.environ['BINNACLE_TOKEN']}"


@schemathesis.check
def own_token_is_accepted(ctx, response, case):
    """The fuzzer makes up headers Authorization, too, so that 401 is an answer; to the run's own token it is none."""
    if response.status_code == 401 and response.request.headers.get("Authorization") == AUTHORIZATION:
        raise AssertionError("The run's own token was answered 401.")


@schemathesis.hook
def filter_case(context, case):
    if (case.path_parameters or {}).get("apiTokenId") == OWN_TOKEN:
        return False
    # An empty header is none.
    return (case.headers or {}).get("Last-Event-ID", "0") not in ("", [])


def is_valid(case):
    return case.meta and case.meta.generation.mode == GenerationMode.POSITIVE


@schemathesis.hook
def before_call(context, case, **kwargs):
    # The usual length of a wait would be the time of the whole run. One that is too long for the contract stays as it is.
    prefer = (case.headers or {}).get("Prefer")
    if prefer is not None and len(prefer) <= 255:
        case.headers["Prefer"] = "wait=1"
    # The container refuses a body beside these with 400 before anybody looks for the method.
    if case.method in ("GET", "DELETE"):
        kwargs.pop("json", None)
        case.body = NOT_SET
    if is_valid(case):
        keep_what_fits_together(case)


def keep_what_fits_together(case):
    query = case.query or {}
    # A cursor comes from the page before it.
    query.pop("cursor", None)
    # An entry of the audit log is expected by its sequence and its hash.
    if ("expectedSequence" in query) != ("expectedHash" in query):
        query.pop("expectedSequence", None)
        query.pop("expectedHash", None)
    if "labelSelector" in query:
        query["labelSelector"] = LABEL_SELECTOR
    query.update({name: value for name, value in DURATIONS.items() if name in query})
    keep_times(query, ("since", "until"))
    if isinstance(case.body, dict):
        keep_what_fits_together_in_body(case.body)


def keep_times(values, names):
    # Offsets beyond 18 hours are valid in RFC 3339, and none to Java; no place on earth has one.
    for name in names:
        if name in values:
            values[name] = str(values[name])[:19] + "Z"


# A label selector has a grammar of its own.
LABEL_SELECTOR = "kubernetes.io/os in (linux),!canary"

# Each within the bounds that its description tells.
DURATIONS = {
    "timeout": "PT10M",
    "gracePeriod": "PT30S",
    "drainTimeout": "PT30S",
    "expiresIn": "P30D",
    "period": "PT2M",
    "catchUp": "PT10S",
    "longerThan": "PT1S",
}


def keep_what_fits_together_in_body(body):
    usual = DURATIONS | {"podSelector": LABEL_SELECTOR}
    body.update({name: value for name, value in usual.items() if name in body})
    keep_times(body, ("scheduledAt", "expiresAt"))
    # A token ends at a time or after a time.
    if {"expiresAt", "expiresIn"} <= body.keys():
        body.pop("expiresAt")
    # Names and descriptions are printable.
    for name in ("name", "description"):
        if isinstance(body.get(name), str):
            body[name] = "".join(c if c.isprintable() else "-" for c in body[name])
