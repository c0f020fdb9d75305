import pytest

from backend.common.address import LONGEST_SOCKET_PATH, Target, split_address

LONG = "/" + "x" * LONGEST_SOCKET_PATH


@pytest.mark.parametrize(
    ("url", "target", "path"),
    [
        ("http://127.0.0.1:8001", Target(origin="http://127.0.0.1:8001"), "/"),
        ("http://127.0.0.1:8001/a/b?c=d", Target(origin="http://127.0.0.1:8001"), "/a/b?c=d"),
        ("https://example.edu/x", Target(origin="https://example.edu"), "/x"),
        ("unix:///run/data_node.sock", Target(socket_path="/run/data_node.sock"), "/"),
        ("unix:///run/data_node.sock/", Target(socket_path="/run/data_node.sock"), "/"),
        ("unix:///run/d.sock/health?x=1", Target(socket_path="/run/d.sock"), "/health?x=1"),
        ("unix:///run/plain", Target(socket_path="/run/plain"), "/"),
        ("http+unix://%2Frun%2Fd.sock/health", Target(socket_path="/run/d.sock"), "/health"),
        ("http+unix://%2Frun%2Fd.sock", Target(socket_path="/run/d.sock"), "/"),
    ],
)
def test_an_address_is_a_server_and_a_path(url: str, target: Target, path: str) -> None:
    assert split_address(url) == (target, path)


@pytest.mark.parametrize(
    "url",
    ["", "x", "ftp://x/y", "unix://relative.sock", "http:///path", f"unix://{LONG}.sock/x"],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"address|bytes"):
        split_address(url)
