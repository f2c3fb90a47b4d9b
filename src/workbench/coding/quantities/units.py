"""The words around a number that say what is counted, how surely, and how it is bounded.

Lists of closed word classes. A word that is not here is not guessed: in English the noun
after a number is its unit, in Chinese a number without a measure word is no quantity.
"""


def _pairs(listed: str) -> dict[str, str]:
    """``"元=CNY 个="`` as a mapping; _ stands for a space."""
    pairs = (each.replace("_", " ").partition("=") for each in listed.split())
    return {word: unit for word, _, unit in pairs}


# An empty unit: the word itself is the unit.
MEASURES_ZH = _pairs("""
    元=CNY 块钱=CNY 美元=USD 平米=m2 平方米=m2 ㎡=m2 m²=m2 平方公里=km2 公里=km 千米=km 米=m
    吨=t 公斤=kg 千克=kg 斤=jin 亩=mu 公顷=ha 岁=years 年=years 个月=months 个多月=months
    天=days 周=weeks 小时=hours 个小时=hours 分钟=minutes 个百分点=points
""")
COUNTERS_ZH = _pairs("""
    人=persons 名=persons 位=persons 人次=person-times 户=households 户次=household-times
    次=times 场=sessions 场次=sessions 课时=lessons 学时=lessons 层=floors 间=rooms
    个= 家= 支= 件= 项= 栋= 幢= 所= 座= 处= 届= 期= 批= 类= 种= 片= 套= 台= 辆= 本= 册= 份=
    篇= 张= 门= 节= 队= 对= 组= 级= 倍= 笔= 股= 票= 站= 条= 款=
""")
MEASURES_EN = _pairs("""
    yuan=CNY rmb=CNY cny=CNY dollars=USD usd=USD square_meters=m2 square_metres=m2 m2=m2 m²=m2
    square_kilometers=km2 square_kilometres=km2 kilometers=km kilometres=km km=km meters=m
    metres=m tons=t tonnes=t kilograms=kg kg=kg mu=mu hectares=ha minutes=minutes hours=hours
    days=days weeks=weeks months=months years_old=years years=years percentage_points=points
""")
CURRENCIES = _pairs("rmb=CNY cny=CNY ¥=CNY ￥=CNY usd=USD us$=USD $=USD €=EUR")
UNITS_ZH = {word: unit or word for word, unit in (MEASURES_ZH | COUNTERS_ZH).items()}

# What stands before a number. Look-behinds keep 附近, 最近, 节约, 合约 out.
BEFORE_ZH = {
    "more_than": "超过|超出|多于|高于|大于|突破|(?<![赶反])超|逾",
    "nearly": "接近|将近|(?<![最附邻临靠远])近",
    "about": "大约|大概|约计|(?<![大节合预签契违公条制])约",
    "at_least": "至少|最少|不少于|不低于|(?<!历史)上(?=[百千万亿])",
    "at_most": "至多|最多|不超过|不多于|不高于",
    "less_than": "不足|不到|少于|低于|小于",
}
AFTER_ZH = {
    "more_than": "以外|多|有余",
    "about": "左右|上下",
    "at_least": "及?以上",
    "at_most": "及?以下|以内|之内|内",
}
INSIDE_ZH = {"多": "more_than", "余": "more_than", "几": "more_than", "来": "about"}
BEFORE_EN = {
    "at_least": "at least|no (?:less|fewer) than|not (?:less|fewer) than|a minimum of",
    "at_most": "at most|no more than|not more than|up to|a maximum of",
    "more_than": "more than|over|exceeding|in excess of|upwards of|above",
    "nearly": "nearly|almost|close to|approaching",
    "about": "about|around|approximately|roughly|circa",
    "less_than": "less than|fewer than|under|below",
}
AFTER_EN = {
    "at_least": r"or more\b|\+(?= [a-z])",
    "at_most": r"or (?:less|fewer)\b",
    "about": r"or so\b",
}

# A number after one of these names a place in a text, and one before the others a title.
REFERENCES_EN = (
    r"(?:tables?|figures?|figs?\.?|chapters?|sections?|articles?|parts?|steps?|stages?|volumes?"
    r"|vol\.|issues?|items?|rules?|pages?|pp?\.|no\.|nos\.|number|equations?|eq\.|notes?|type"
    r"|room|level|grade)"
)
REFERENCES_ZH = "表|图|式|附件|附录|注|步骤|版本|编号|电话|邮编|网址"
NOT_RANKED_ZH = "条|章|款|节|编|目|方|书记|时间|产业|课堂|人民"
NOT_RANKED_EN = r"part(?:y|ies)|sector|hand|world|nature|of all|time"
# Words that begin like a measure word, and set phrases with a number in them.
NO_UNIT_ZH = (
    "组织|组成|组建|组合|支持|支付|支出|支部|支撑|支援|场所|场地|场馆|场景|期间|期限|期望|门诊|处理|处置"
    "|处于|处罚|位于|位置|位一体|队伍|队员|对应|对于|对接|对象|本地|本着|本身|家庭|家长|家园|家门|家万户"
    "|节约|节日|台阶|人民|人大|人才|人生|人间|级别|件事|年代|年级|年度|件套|名称|名义|类似|批准|批评|所有|所谓"
    "|套餐|票决|项目化|站点|片区|天下|周围|周边|周岁"
)
