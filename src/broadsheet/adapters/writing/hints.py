"""The few words that are put into a prompt from outside its file: hints after an unfit answer, names, other sources."""

from __future__ import annotations

from collections.abc import Mapping

HINTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "truncated": "The last answer was too long. Write half as much.",
        "language": "The last answer was in another language. Write English.",
        "repeated": "The last answer repeated itself. Say each thing once.",
        "empty": "The last answer lacked a headline or a summary.",
        "": "The last answer was not the JSON object asked for.",
    },
    "zh-Hant": {
        "truncated": "上一個回答太長，請減半。",
        "language": "上一個回答不是中文，請用正體中文。",
        "repeated": "上一個回答一再重複，每件事只說一次。",
        "empty": "上一個回答沒有標題或摘要。",
        "": "上一個回答不是指定的 JSON 物件。",
    },
}
"""What is added when a question is asked again, by the reason; the empty reason stands for all others."""
OTHERS: Mapping[str, str] = {"en": "Also reported by: {}\n", "zh-Hant": "另有報導：{}\n"}
NAMES: Mapping[str, str] = {"en": "", "zh-Hant": "譯名：{}\n"}
