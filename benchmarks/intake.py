"""What bringing in ten thousand small documents costs, and what it costs again.

A study that grows is given the same folders over and over, so the second call of
``workbench add`` has to be far cheaper than the first, and neither may need more
memory than a small machine has. Times are told beside each other, measured in one run.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

WORKBENCH = Path(sys.executable).with_name("workbench")
REPRINTS = 50
UNDECLARED = 100  # one file of so many is in an encoding that nobody declared
RATIO, PEAK = 0.1, 1024  # second call to first; MiB
MAXRSS = 1 if sys.platform == "darwin" else 1024  # bytes in the unit of ru_maxrss
CHINESE = """
    社区 居民 街道 委员会 服务 中心 组织 志愿者 活动 老人 孩子 食堂 图书馆 操场 停车 电梯 院子
    垃圾 分类 报名 听证 提案 投票 捐款 登记 走访 调解 培训 值班 帮扶 清扫 书记 主任 邻居 家庭
    今天 昨天 上午 去年 每周 已经 开始 继续 共同 认真 一起 可以 需要 希望 介绍 告诉 记者 他们
    我们 大家 问题 意见 办法 计划 项目 资金 政府 企业 学校 医院 公园 市场 河边 桥头 新 旧 多 大
    在 和 的 了 与 把 向 从 为 到 也 都 一个 三个 十二位 二百多 第一次 下个月 门口 楼下 屋顶
"""
ENGLISH = """
    the a of and in to with for on by from its their this every community residents street
    committee service centre organisation volunteers activity elders children canteen library
    playground parking lift courtyard waste sorting hearing proposal vote donation visit
    mediation training shift cleaning secretary director neighbours family today yesterday
    morning weekly began continued together asked told opened closed planned funded repaired
    government company school hospital park market river bridge new old many large three twelve
"""
WORDS = {"zh": CHINESE.split(), "en": ENGLISH.split()}


class Spent(NamedTuple):
    """What one command took: seconds on the clock and of processors, MiB at its peak."""

    wall: float
    processor: float
    peak: float
    said: str


def main() -> None:
    """Measure both calls, print them, and end with 1 where one of the limits does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, help="how many (%(default)s)")
    parser.add_argument("--keep", type=Path, help="a new folder for the study, which is kept")
    given = parser.parse_args()
    if given.documents < 10 * REPRINTS:
        parser.error(f"--documents: at least {10 * REPRINTS}, for {REPRINTS} of them are reprints")
    with tempfile.TemporaryDirectory(prefix="intake-") as temporary:
        folder = given.keep or Path(temporary)
        write(folder / "inbox", given.documents)
        run(folder, "init", "study", "--title-en", "Intake")
        first, second = [
            run(folder / "study", "add", "../inbox", "--genre", "news") for _ in range(2)
        ]
    sys.exit(0 if report(given.documents, first, second) else 1)


def write(folder: Path, documents: int) -> None:
    """Write the documents: reprints of the first ones last, the same ones in every run."""
    folder.mkdir(parents=True)
    for number in range(documents):
        repeats = number - (documents - REPRINTS)
        if repeats < 0:
            name, text = f"{number:05}.txt", written(number)
        else:
            name = f"{number:05}-repeats-{original(repeats):05}.txt"
            text = reprinted(written(original(repeats)), number)
        undeclared = number % UNDECLARED == 0 and repeats < 0 and not text.isascii()
        (folder / name).write_text(text, encoding="gb18030" if undeclared else "utf-8")


def original(repeats: int) -> int:
    """The number of the document that a reprint repeats; never one that is refused."""
    return 2 * repeats + 1


def written(number: int) -> str:
    """A report of 200 to 800 characters with a title, a date and a source."""
    chance = random.Random(number)  # noqa: S311 — nothing is kept secret here
    language = "zh" if number % 3 else "en"
    title = "".join(sentences(language, chance, 15))
    day = f"20{chance.randint(10, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    source = "来源：溪桥日报" if language == "zh" else "Source: Rivermouth Daily"
    body = "\n".join(sentences(language, chance, chance.randint(170, 740)))
    return f"{title.rstrip('。.')}\n{day} {source}\n{body}\n"


def sentences(language: str, chance: random.Random, length: int) -> Iterator[str]:
    """Sentences of words drawn at random, of ``length`` characters in all or little more."""
    while length > 0:
        words = chance.choices(WORDS[language], k=chance.randint(5, 14))
        zh = language == "zh"
        sentence = "".join(words) + "。" if zh else " ".join(words).capitalize() + "."
        yield sentence
        length -= len(sentence)


def reprinted(text: str, number: int) -> str:
    """The same report in another paper, which changed one word of it."""
    head, _, rest = text.split("\n", 2)
    word = random.Random(number).choice(re.findall(r"[\u4e00-\u9fff]{2}|[a-z]{5,}", rest))  # noqa: S311
    return f"{head}\n2025-01-01\n{rest.replace(word, 'x' * len(word), 1)}"


def run(folder: Path, *arguments: str) -> Spent:
    """Type a command in a folder, in a process of its own; its errors go to this terminal."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        child = subprocess.Popen([WORKBENCH, *arguments], cwd=folder, stdout=output)  # noqa: S603
        _, status, used = os.wait4(child.pid, 0)  # of this child alone, not of all before it
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().decode()
    if child.returncode > 1:  # 1 says that a file was refused, as some are to be
        sys.exit(f"workbench {arguments[0]} ended with {child.returncode}:\n{said[-2000:]}")
    return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * MAXRSS / 2**20, said)


def report(documents: int, first: Spent, second: Spent) -> bool:
    """Print the measures; whether the limits hold and every reprint was found."""
    for name, spent in (("first", first), ("second", second)):
        print(
            f"{name:7} {spent.wall:8.1f} s  {documents / spent.wall:8.0f} documents/s  "
            f"{spent.processor:8.1f} s of processor  {spent.peak:6.0f} MiB at its peak"
        )
    pairs = re.findall(r"^twins +(\d+)\S* and \d+-repeats-(\d+): near", first.said, re.M)
    right = sum(one == repeated for one, repeated in pairs)
    wrong = first.said.count("twins ") - right
    refused = len(set(re.findall(r"^refused +(\S+):", first.said, re.M)))
    print(f"second / first {second.wall / first.wall:.3f} (to be under {RATIO})")
    print(f"{right} of {REPRINTS} reprints found, {wrong} other twins; {refused} files refused")
    print(*re.findall(r"^\d+ added, .*$", first.said + second.said, re.M), sep="\n")
    fits = max(first.peak, second.peak) <= PEAK and second.wall < RATIO * first.wall
    return fits and right == REPRINTS and not wrong


if __name__ == "__main__":
    main()
