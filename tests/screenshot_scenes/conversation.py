"""What is said in the scene of a chat."""

from __future__ import annotations

TURNS = {
    "en": (
        (
            "What makes a good name for a bakery?",
            "Short, easy to say, and it smells of bread. Three ways to get there:\n\n1. The hour: “Six”, “First Light”.\n"
            "2. The place: the street, the corner, the old name of the house.\n3. The craft: crumb, crust, leaven.",
        ),
        (
            "Give me three for a shop that opens at six, on a corner.",
            "1. Corner at Six\n2. First Crust\n3. The Early Corner, which also reads well on a",
        ),
    ),
    "zh_CN": (
        (
            "什么样的面包店名字才算好？",
            "简短、好念，让人闻得到面包香。有三条路可走：\n\n一、时辰：“六点”“第一缕光”。\n二、地方：街名、街角、老屋的旧名。\n"
            "三、手艺：面包芯、脆皮、老面。",
        ),
        ("给一家六点开门的街角小店想三个名字。", "一、街角六点\n二、第一口脆\n三、早安街角，也适合印在"),
    ),
}
