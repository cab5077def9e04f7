"""Words that stand where a name would and name no subject: sums and other totals, notes on the table, heads of groups.

Each is such that no firm or place could be called so: a name that goes on after a word is none of them.
"""

from __future__ import annotations

_COUNTED = r"\s*(?:[:：,，]\s*)?(?:[共计]\s*)?[0-9]+\s*(?:[家户个项]\s*)?(?:企业)?"  # 12家, ：2家
TOTAL = (  # 合计, 全县合计, 本页小计（2家）, 合计12家, 全县共2家, 户均, 上年同期, 同比增长（%）, Grand total: 2
    rf"^\s*(?:.{{0,20}}(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数|汇\s*总)\s*数?(?:{_COUNTED})?"
    r"|.{0,20}共\s*[0-9]+\s*[家户个项]\s*(?:企业)?|[平户人]\s*均\s*[值数]?|均\s*值|中位数|最[大小]值|其\s*中\s*[:：].*"
    r"|[Σ∑]|[上去]年同期数?|[同环]\s*比\s*(?:增\s*[长减幅速]\s*率?|±)?\s*[%％]?"
    r"|(?i:(?:(?:grand|overall|page|county|sub)[ -]?)?(?:totals?\s*[:：]?\s*[0-9]*|sums?)|average|mean))"
    r"\s*(?:[(（].*[)）])?\s*[:：]?\s*$"
)
_DASHES = r"[\s(（\[【—―─\-_*]*"
FOOTNOTE = (  # a unit is told from a firm behind the same word by what it measures
    r"^\s*[*＊※]?\s*(?:(?:备?注|说\s*明|填(?:表|报)(?:日期|时间)|填表人|制表(?:人|日期)?|填报(?:人|单位)|审核人"
    r"|(?:单位)?负责人|联系(?:人|电话)|(?:资料|数据)来源|(?i:notes?|sources?))[0-9]*\s*[:：]"
    r"|备?注\s*$|(?:资料|数据)来源\s|单\s*位\s*[:：]\s*(?:人民币)?[十百千万亿]{0,3}(?:[元家户个人项台吨亩%％]|平方米)\s*(?:[,，、;；].*)?$"
    r"|(?:数据|资料|统计|以上)*\s*截[至止]\s*(?:[于到]\s*)?[0-9]{4}\s*[年./-]"
    rf"|{_DASHES}以\s*下\s*(?:空\s*白|无\s*正\s*文)[\s)）\]】—―─\-_*。]*$|(?:…|⋯|\.{{3}}|。{{3}})+\s*$)"
)
GROUP = r"^\s*(?:[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）]|[一二三四五六七八九十]{1,3}\s*[、．.])"  # （一）规上企业
