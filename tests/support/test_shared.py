"""What is shared is made once, however many ask for it at the same time."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from tests.support import shared


def test_of_many_one_makes_the_file() -> None:
    name, made = f"made-{uuid4()}", []

    def ask(number: int) -> str:
        with shared.alone_with(name) as file:
            if not file.exists():
                made.append(number)
                file.write_text(str(number))
            return file.read_text()

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(40))) == {str(made[0])}
    assert len(made) == 1


def test_all_processes_of_a_run_have_one_folder() -> None:
    assert shared.folder is not None
    assert not shared.folder.name.startswith("popen-")
