from tests.running import RunningServer


def test_what_is_said_is_there(server: RunningServer) -> None:
    assert server.post("hello")["id"] == 1
    assert [entry["message"] for entry in server.log()] == ["hello"]
    assert server.stop() == 0
