"""Whatever stands in the headers, the answer is one of the protocol's and never a fault of ours."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stories.sending import BYTES, Sender

pytestmark = pytest.mark.django_db

EXPECTED = {200, 201, 204, 400, 403, 404, 405, 409, 410, 411, 412, 413, 415, 422, 423, 460}
NAMES = (
    "Upload_Length", "Upload_Offset", "Upload_Defer_Length", "Upload_Metadata", "Upload_Checksum", "Upload_Concat",
    "Content_Type", "X_HTTP_Method_Override", "Origin", "Sec_Fetch_Site", "Transfer_Encoding",
)  # fmt: skip
LIKELY = st.sampled_from(
    ["", "0", "1", "5", "-1", "1e9", "9" * 30, "yes", BYTES, "sha1 AAAA", "draft eA==", "draft", "PATCH"]
)
VALUES = LIKELY | st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    method=st.sampled_from(["POST", "PATCH", "HEAD", "DELETE", "OPTIONS", "PUT", "GET"]),
    headers=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6),
    body=st.binary(max_size=64),
    version=st.sampled_from(["1.0.0", "1.0.0", "1.0.0", "", "x"]),
    own=st.booleans(),
)
def test_no_header_is_a_fault_of_ours(
    sender: Sender, method: str, headers: dict[str, str], body: bytes, version: str, own: bool
) -> None:
    path = sender.begun(5) if own else "/uploads/"
    sender.client.raise_request_exception = False
    assert sender.ask(method, path, body, tus=version, **headers).status_code in EXPECTED
