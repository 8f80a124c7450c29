"""Names of people: as a class list has them, and as files and learning platforms write them.

Order, case, width, blanks, signs and accents do not count, as far as they are lost on the way: `Alice Liu` comes from
Canvas as `liualice`, `José Núñez` from a student's keyboard as `jose nunez`, `张三` as `张三同学作业`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from grader.model import Student

_WORD = re.compile(r"\d+|[\u3400-\u9fff]+|[^\W\d_\u3400-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MOST_WORDS = 6  # of a name, as it may stand in a longer text
_MOST_CHARACTERS = 8  # of a Chinese one
_LONG = (
    6  # letters that, in one word, are a whole name and no part of one: `lian` may be Li An, or one word of Lian Zhou
)
_TELLING = 3  # letters of one word of a name that can tell of whom it is

# What Chinese students write next to their names without a blank. After a name of two characters anything else may be
# the third one of somebody else's: 王伟 is in 王伟明作业.
_BEFORE = re.compile(r"(班|级|组|系|院|专业|学生|姓名|同学|作业|实验|课程|课设|项目|报告|系统|公交车?|信号|程序|代码)$")
_AFTER = re.compile(
    r"(同学|学生|的|第|[大小]?作业|实验|课程|课设|项目|报告|练习|上机|公交|老?司机|售票|信号|进程|程序|代码|操作系统"
    r"|期[中末]|最[终后]|终版|修改|提交|[补迟重]交)"
)


def plain(text: str) -> str:
    """The text without case, width and accents."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The runs of letters, of Chinese characters and of digits in it, plain."""
    return _WORD.findall(plain(text))


def is_chinese(text: str) -> bool:
    """Whether it is written in Chinese characters, in part at least."""
    return bool(_CHINESE.search(text))


class Names:
    """The names of a class list, for finding them in what files are called."""

    def __init__(self, students: Iterable[Student]) -> None:
        self._by_name: defaultdict[str, set[Student]] = defaultdict(set)
        self._by_word: defaultdict[str, set[Student]] = defaultdict(set)
        self._words: dict[Student, list[str]] = {}
        for student in students:
            self._words[student] = found = words(student.name)
            for key in _keys(found):
                self._by_name[key].add(student)
            for word in found:
                if len(word) >= _TELLING or is_chinese(word):
                    self._by_word[word].add(student)

    def exactly(self, text: str) -> set[Student]:
        """Whose name the whole text is, but for a number; as it stands in the list, if anyone's is written so."""
        found = words(text)
        fitting = self._fitting(found, whole=True)
        if not fitting:
            found = [word for word in found if not word.isdigit()]
            fitting = self._fitting(found, whole=True)
        return {each for each in fitting if self._words[each] == found} or fitting

    def within(self, text: str) -> set[Student]:
        """Whose names it has, as words of their own; none of a name that is a part of a longer one."""
        found = words(text)
        spans = {
            (start, end): fitting
            for start in range(len(found))
            for end in range(start + 1, min(len(found), start + _MOST_WORDS) + 1)
            if (fitting := self._fitting(found[start:end], whole=end - start == len(found)))
        }
        longest = [at for at in spans if not any(a <= at[0] and at[1] <= b and (a, b) != at for a, b in spans)]
        return {student for at in longest for student in spans[at]}

    def cut_out(self, text: str) -> tuple[set[Student], set[Student]]:
        """Whose Chinese names stand within longer words; and whose do if it is a name that stands there."""
        sure: set[Student] = set()
        perhaps: set[Student] = set()
        for word in filter(is_chinese, words(text)):
            for start in range(len(word)):
                for end in range(start + 2, min(len(word), start + _MOST_CHARACTERS) + 1):
                    fitting = self._by_name.get(word[start:end], set())
                    (sure if end - start > 2 or _stands_alone(word[:start], word[end:]) else perhaps).update(fitting)
        return sure, perhaps

    def hinted(self, text: str) -> set[Student]:
        """Who in the list alone has one of its words in the name."""
        owners = (self._by_word.get(word, set()) for word in words(text))
        return {student for found in owners if len(found) == 1 for student in found}

    def share(self, text: str) -> set[Student]:
        """Who has two words of this name, or all but one of them more: with a middle name, or without."""
        found = set(words(text))
        fitting = (student for word in found for student in self._by_word.get(word, ()))
        return {each for each in fitting if len(found & set(self._words[each])) > 1}

    def contradicts(self, text: str, student: Student) -> bool:
        """Whether it is a name, but not of this student; `Zhang San` and `张三` cannot be compared."""
        if not words(text) or not self._words[student]:
            return False
        return is_chinese(text) == is_chinese(student.name) and student not in self.exactly(text)

    def _fitting(self, found: Sequence[str], *, whole: bool) -> set[Student]:
        joined = "".join(found)
        fitting = self._by_name.get(joined, set()) | self._by_name.get(_sorted(found), set())
        if whole or len(joined) >= _LONG or is_chinese(joined):
            return fitting
        return {each for each in fitting if len(self._words[each]) == len(found)}


def _keys(found: Sequence[str]) -> Iterator[str]:
    """The words of a name in one, whichever comes first; and all of them in order."""
    for start in range(len(found)):
        yield "".join([*found[start:], *found[:start]])
    if found:
        yield _sorted(found)


def _sorted(found: Sequence[str]) -> str:
    return " ".join(sorted(found))


def _stands_alone(before: str, after: str) -> bool:
    return (not before or bool(_BEFORE.search(before))) and (not after or bool(_AFTER.match(after)))
