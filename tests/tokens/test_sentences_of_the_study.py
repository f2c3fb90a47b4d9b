"""Sentences as they stand in the field, with every word and every term that has to come out.

They go through the lexicon of the study itself: a term added to it that breaks one of
them has to say why.
"""

from collections import Counter
from pathlib import Path

import pytest

from workbench import store
from workbench.tokens import counts
from workbench.tokens.chinese import LONG
from workbench.tokens.lexicon import STOPWORDS, SYNONYMS, TERMS, Lexicon, lexicon
from workbench.tokens.table import Tokens
from workbench.tokens.tokenize import cutter

FOLDER = Path(__file__).parents[2] / "corpus" / "lexicon"
SENTENCES = [
    ("社区社会组织越来越多。", "社区社会组织 越来越 多", {"社区社会组织": 1}),
    (
        "枢纽型社会组织带着社区社会组织一起做事。",
        "枢纽型社会组织 带 着 社区社会组织 一起 做事",
        {"枢纽型社会组织": 1, "社区社会组织": 1},
    ),
    (
        "街道今年用政府购买服务的办法请人。",
        "街道 今年 用 政府购买服务 的 办法 请人",
        {"政府购买服务": 1},
    ),
    ("这家民办非企业单位不是企业。", "这家 民办非企业单位 不是 企业", {"民办非企业单位": 1}),
    (
        "一家企业捐了款，一家民办非企业单位收了款。",
        "一家 企业 捐 了 款 一家 民办非企业单位 收 了 款",
        {"民办非企业单位": 1},
    ),
    (
        "益杨非物质文化遗产的老师每周教剪纸。",
        "益杨非物质文化遗产 的 老师 每周 教 剪纸",
        {"益杨非物质文化遗产": 1, "非物质文化遗产": 1},
    ),
    (
        "她在益杨非物质文化遗产传承中心学刺绣。",
        "她 在 益杨非物质文化遗产传承中心 学 刺绣",
        {"益杨非物质文化遗产传承中心": 1, "非物质文化遗产": 1},
    ),
    ("剪纸是非物质文化遗产。", "剪纸 是 非物质文化遗产", {"非物质文化遗产": 1}),
    ("居民非常高兴。", "居民 非常高兴", {}),
    ("居民非要种菜不可。", "居民 非 要 种菜 不可", {}),
    ("这家民非去年登记。", "这家 民非 去年 登记", {"民非": 1}),
    (
        "三家民非和两家社会企业都来了。",
        "三家 民非 和 两家 社会企业 都 来 了",
        {"民非": 1, "社会企业": 1},
    ),
    ("五社联动以后人手多了。", "五社联动 以后 人手 多 了", {"五社联动": 1}),
    ("五社一起开会。", "五社 一起 开会", {"五社": 1}),
    ("五社三地的做法写进了手册。", "五社三地 的 做法 写进 了 手册", {"五社三地": 1}),
    ("社团在这里出壳。", "社团 在 这里 出壳", {"出壳": 1}),
    ("队伍还没有出壳就散了。", "队伍 还 没有 出壳 就 散 了", {"出壳": 1}),
    ("那一片曾是养老服务的洼地。", "那 一片 曾 是 养老 服务 的 洼地", {"养老": 1, "洼地": 1}),
    ("洼地变成了高地。", "洼地 变成 了 高地", {"洼地": 1}),
    ("中心孵化了51个社会组织。", "中心 孵化 了 51 个 社会组织", {"孵化": 1, "社会组织": 1}),
    ("其中47.1%是志愿服务队。", "其中 47.1% 是 志愿服务队", {"志愿服务队": 1}),
    ("楼长和网格员每天走3趟。", "楼长 和 网格员 每天 走 3 趟", {"楼长": 1, "网格员": 1}),
    ("居委会和业委会坐在一起。", "居委会 和 业委会 坐在 一起", {"居委会": 1, "业委会": 1}),
    ("居民委员会就是居委会。", "居民委员会 就是 居委会", {"居民委员会": 1, "居委会": 1}),
    ("社区居民委员会选了新主任。", "社区居民委员会 选 了 新 主任", {"社区居民委员会": 1}),
    (
        "街道办事处把街道办的牌子换了。",
        "街道办事处 把 街道办 的 牌子 换 了",
        {"街道办事处": 1, "街道办": 1},
    ),
    ("党工委牵头，党建引领。", "党工委 牵头 党建引领", {"党工委": 1, "党建引领": 1}),
    (
        "南门仓社区事务自治管理委员会管着南门仓。",
        "南门仓社区事务自治管理委员会 管着 南门仓",
        {"南门仓社区事务自治管理委员会": 1, "南门仓": 1},
    ),
    (
        "济阳街道社会组织服务中心挂了牌。",
        "济阳街道社会组织服务中心 挂 了 牌",
        {"济阳街道社会组织服务中心": 1},
    ),
    (
        "博昌街道社会组织孵化中心孵化社会组织。",
        "博昌街道社会组织孵化中心 孵化 社会组织",
        {"博昌街道社会组织孵化中心": 1, "孵化": 1, "社会组织": 1},
    ),
    (
        "社会组织孵化基地也叫社会组织孵化中心。",
        "社会组织孵化基地 也 叫 社会组织孵化中心",
        {"社会组织孵化基地": 1, "社会组织孵化中心": 1},
    ),
    ("K志愿服务队在H街道招人。", "K志愿服务队 在 H街道 招 人", {"K志愿服务队": 1, "H街道": 1}),
    (
        "他们的hub很小，social worker只有2位。",
        "他们 的 hub 很小 social worker 只有 2 位",
        {"social worker": 1},
    ),
    (
        "The social organisations在社区社会组织里找到伙伴。",
        "the social organisations 在 社区社会组织 里 找到 伙伴",
        {"social organisation": 1, "社区社会组织": 1},
    ),
    (
        "政府-市场导向型和政府导向型不一样。",
        "政府-市场导向型 和 政府导向型 不 一样",
        {"政府-市场导向型": 1, "政府导向型": 1},
    ),
    ("社會組織與社區治理。", "社會 組織 與 社區 治理", {}),
    ("社会工作者也做社会工作。", "社会工作者 也 做 社会工作", {"社会工作者": 1, "社会工作": 1}),
    ("民政部门请民政部的人讲课。", "民政部门 请 民政部 的 人 讲课", {"民政部门": 1, "民政部": 1}),
    ("养老保险不是居家养老。", "养老保险 不是 居家养老", {"养老保险": 1, "居家养老": 1}),
    (
        "项目洽谈会又叫对接会，也叫相亲会。",
        "项目洽谈会 又 叫 对接会 也 叫 相亲会",
        {"项目洽谈会": 1, "对接会": 1, "相亲会": 1},
    ),
    (
        "购买服务不等于政府采购服务。",
        "购买服务 不 等于 政府采购服务",
        {"购买服务": 1, "政府采购服务": 1},
    ),
    ("议事协商开到很晚。", "议事协商 开到 很 晚", {"议事协商": 1}),
    (
        "社区治理和城乡社区治理分开写。",
        "社区治理 和 城乡社区治理 分开 写",
        {"社区治理": 1, "城乡社区治理": 1},
    ),
    (
        "民办非企业和民办非企业单位写在同一栏。",
        "民办非企业 和 民办非企业单位 写 在 同一 栏",
        {"民办非企业": 1, "民办非企业单位": 1},
    ),
    ("自我造血的能力不强。", "自我造血 的 能力 不 强", {"自我造血": 1}),
    ("众筹和义卖凑齐了第一笔钱。", "众筹 和 义卖 凑齐 了 第一笔 钱", {"众筹": 1, "义卖": 1}),
    ("街道党工委书记来了。", "街道党工委书记 来 了", {"街道党工委书记": 1, "党工委书记": 1}),
    ("村民非常欢迎他们。", "村民 非常 欢迎 他们", {}),
    ("公益创投又叫微创投。", "公益创投 又 叫 微创投", {"公益创投": 1, "微创投": 1}),
    ("第191号文讲专项资金。", "第 191号文 讲 专项资金", {"191号文": 1, "专项资金": 1}),
    ("专业社工比社工多。", "专业社工 比 社工 多", {"专业社工": 1, "社工": 1}),
]


@pytest.fixture(scope="module")
def book() -> Lexicon:
    """The lexicon of the study."""
    read = {
        name: store.read_csv(FOLDER / f"{name}.tsv", schema, shown=name)[0]
        for name, schema in (("terms", TERMS), ("stopwords-zh", STOPWORDS), ("synonyms", SYNONYMS))
    }
    return lexicon(read["terms"], read["stopwords-zh"], read["synonyms"])


@pytest.fixture(scope="module", params=["fast", "jieba"])
def cut(book: Lexicon, request: pytest.FixtureRequest) -> Tokens:
    """All sentences in one token table, by either engine."""
    pairs = ((str(at), text) for at, (text, *_) in enumerate(SENTENCES))
    return cutter(book.terms["zh"], engine=request.param)(pairs)


def found(book: Lexicon, cut: Tokens, row: int) -> list[tuple[str, int, int]]:
    """The terms of a sentence, with their places."""
    start = cut.start[cut.of(row)]
    end = start + cut.length[cut.of(row)]
    text = SENTENCES[row][0]
    return [(term, *span) for (_, term), *span in counts.terms(text, start, end, book)]


@pytest.mark.parametrize("row", range(len(SENTENCES)))
def test_a_sentence_is_cut_into_its_words_and_its_terms_are_counted(
    book: Lexicon, cut: Tokens, row: int
):
    _, words, terms = SENTENCES[row]

    assert cut.words[cut.word[cut.of(row)]].tolist() == words.split(" ")
    assert Counter(term for term, *_ in found(book, cut, row)) == terms


def test_no_long_term_is_split(book: Lexicon, cut: Tokens):
    parts = {part for inside in book.parts.values() for part in inside}
    for row in range(len(SENTENCES)):
        start = cut.start[cut.of(row)].tolist()
        end = (cut.start + cut.length)[cut.of(row)].tolist()
        whole = list(zip(start, end, strict=True))
        terms = [each for each in found(book, cut, row) if len(each[0]) >= LONG]
        split = [
            term
            for term, *span in terms
            if not term.isascii() and term not in parts and tuple(span) not in whole
        ]

        assert split == []


def test_synonyms_are_counted_under_one_form(book: Lexicon):
    # 民非 and 民办非企业 stand for 民办非企业单位
    meant = [book.synonyms.get(term, term) for term in ("民非", "民办非企业", "民办非企业单位")]

    assert set(meant) == {"民办非企业单位"}
