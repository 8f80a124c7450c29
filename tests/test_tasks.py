"""Several coroutines in one thread, woken by descriptors and time."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from grader.tasks import Loop, Pace, Task, others, wake

SOON, NEVER = 0.0, 3600.0


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    yield reader, writer
    os.close(reader)
    os.close(writer)


async def value(answer: int) -> int:
    return answer


async def fail() -> int:
    raise ZeroDivisionError


def test_the_result_of_the_task() -> None:
    assert Loop().run(value(42)) == 42


def test_the_error_of_the_task() -> None:
    with pytest.raises(ZeroDivisionError):
        Loop().run(fail())


def test_woken_by_what_becomes_readable(pipe: tuple[int, int]) -> None:
    reader, writer = pipe
    loop, heard = Loop(), []

    async def listen() -> None:
        await wake(reader, NEVER)
        heard.append(os.read(reader, 9))

    async def main() -> None:
        listening = loop.spawn(listen(), Pace())
        await others()
        os.write(writer, b"news")
        await loop.finish(listening)

    loop.run(main())
    assert heard == [b"news"]


def test_woken_when_the_time_is_over(pipe: tuple[int, int]) -> None:
    async def main() -> str:
        await wake(pipe[0], SOON)
        return "awake"

    assert Loop().run(main()) == "awake"


def test_tasks_take_turns(pipe: tuple[int, int]) -> None:
    loop, steps = Loop(), []

    async def walk(name: str) -> None:
        for _ in range(3):
            steps.append(name)
            await wake(pipe[0], SOON)

    async def main() -> None:
        for task in [loop.spawn(walk(name), Pace()) for name in "ab"]:
            await loop.finish(task)

    loop.run(main())
    assert steps == ["a", "b"] * 3


def test_what_is_left_under_way_leaves_its_with_blocks(pipe: tuple[int, int]) -> None:
    loop, left = Loop(), []

    async def stay() -> None:
        try:
            await wake(pipe[0], NEVER)
        finally:
            left.append("left")

    async def main() -> None:
        loop.spawn(stay(), Pace())
        await wake(pipe[0], SOON)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        loop.run(main())
    assert left == ["left"]


def test_cancelled_where_it_stands(pipe: tuple[int, int]) -> None:
    loop, steps = Loop(), []

    async def stay() -> None:
        steps.append("begun")
        try:
            await wake(pipe[0], NEVER)
            steps.append("woken")
        finally:
            steps.append("left")

    async def main() -> bool:
        task = loop.spawn(stay(), Pace())
        await others()
        await wake(pipe[0], SOON)
        task.cancel()
        task.cancel()  # a second time does nothing
        return task.done

    assert loop.run(main())
    assert steps == ["begun", "left"]


def test_first_ends_when_the_task_is_slow(pipe: tuple[int, int]) -> None:
    loop = Loop()

    async def slow(pace: Pace) -> None:
        await wake(pipe[0], SOON)
        pace.slow = True
        await wake(pipe[0], NEVER)

    async def main() -> bool:
        pace = Pace()
        task = loop.spawn(slow(pace), pace)
        await loop.first(task)
        return task.done

    assert not loop.run(main())


@pytest.mark.parametrize("spinning", [True, False])
def test_idle_goes_on_beside_a_slow_task_unless_it_spins(pipe: tuple[int, int], spinning: bool) -> None:
    loop = Loop()

    async def slow(pace: Pace) -> None:
        pace.slow, pace.spinning = True, spinning
        for _ in range(5):
            await wake(pipe[0], SOON)

    async def main() -> bool:
        pace = Pace()
        task = loop.spawn(slow(pace), pace)
        await loop.idle(task)
        return task.done

    assert loop.run(main()) is spinning


def test_an_error_reaches_who_asks_for_the_result() -> None:
    loop = Loop()

    async def main() -> str:
        task = loop.spawn(fail(), Pace())
        while not task.done:
            await others()
        with pytest.raises(ZeroDivisionError):
            _ = task.result
        return "told"

    assert loop.run(main()) == "told"


def test_tasks_that_wait_for_each_other_are_an_error() -> None:
    loop = Loop()
    tasks: list[Task[None]] = []

    async def wait_for(index: int) -> None:
        await loop.finish(tasks[index])

    async def main() -> None:
        tasks.extend([loop.spawn(wait_for(1), Pace()), loop.spawn(wait_for(0), Pace())])
        await loop.finish(tasks[0])

    with pytest.raises(RuntimeError, match="waits for another"):
        loop.run(main())


def test_all_are_cancelled_also_where_the_end_of_one_raises(pipe: tuple[int, int]) -> None:
    loop, left = Loop(), []

    async def stay(name: str) -> None:
        try:
            await wake(pipe[0], NEVER)
        finally:
            left.append(name)
            raise OSError(name)

    async def main() -> None:
        for name in ("first", "second", "third"):
            loop.spawn(stay(name), Pace())
        await others()
        await wake(pipe[0], SOON)

    with pytest.raises(OSError):
        loop.run(main())
    assert sorted(left) == ["first", "second", "third"]
