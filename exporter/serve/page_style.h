// The status page's style sheet: light and dark by the reader's setting, tables that become cards on a phone.
#pragma once

#include <string_view>

namespace lastgood {

inline constexpr std::string_view kPageStyle = R"(
:root{--bg:#fbfbfa;--fg:#1d1f21;--dim:#5f6468;--line:#dcdedf;--card:#fff;--good:#18794e;--notice:#2563a8;
--unknown:#7a45a8;--warning:#9a5b00;--critical:#b42318}
@media(prefers-color-scheme:dark){:root{--bg:#15171a;--fg:#e7e9ea;--dim:#9aa0a6;--line:#33373c;--card:#1d2024;
--good:#4cc38a;--notice:#6cb0f5;--unknown:#c08cf0;--warning:#f2a93b;--critical:#ff7369}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.45 system-ui,sans-serif}
header,main,footer{max-width:1240px;margin:0 auto;padding:0 16px}
header{border-left:6px solid var(--good);margin-top:20px}
header.notice{border-color:var(--notice)}header.unknown{border-color:var(--unknown)}
header.warning{border-color:var(--warning)}header.critical{border-color:var(--critical)}
h1{font-size:1.55rem;margin:0}header p,footer{color:var(--dim)}header p{margin:4px 0 0}
h2{font-size:1.05rem;margin:28px 0 8px}
table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line)}
th,td{text-align:left;vertical-align:top;padding:8px 10px;border-bottom:1px solid var(--line);overflow-wrap:break-word}
th{color:var(--dim);font-weight:600;font-size:.82rem}
td[data-label=State]{min-width:260px;overflow-wrap:anywhere}td[data-label=Object],td[data-label=Name]{overflow-wrap:anywhere;min-width:150px}
td time,td[data-label=Size],td[data-label=Took]{white-space:nowrap}
small,.none{color:var(--dim)}
.finding{margin:0 0 6px}.todo{font:13px/1.4 ui-monospace,monospace;color:var(--dim)}
.todo::before{content:"\2192  "}
.badge{display:inline-block;white-space:nowrap;padding:1px 8px;border-radius:10px;border:1px solid currentColor;font-size:.8rem;font-weight:600}
.badge.good{color:var(--good)}.badge.notice{color:var(--notice)}.badge.unknown{color:var(--unknown)}
.badge.warning{color:var(--warning)}.badge.critical{color:var(--critical)}
.bar{height:10px;min-width:120px;border:1px solid var(--line);border-radius:5px;overflow:hidden;background:var(--bg)}
.bar div{height:100%}.bar .good{background:var(--good)}.bar .warning{background:var(--warning)}.bar .critical{background:var(--critical)}
a{color:inherit}footer{padding:24px 16px}
@media(max-width:760px){thead{position:absolute;left:-9999px}table,tbody,tr,td{display:block}
table{border:0;background:none}tr{background:var(--card);border:1px solid var(--line);border-radius:6px;margin:0 0 10px;padding:6px 0}
td,td[data-label]{border:0;min-width:0;padding:3px 12px 3px 120px;overflow-wrap:anywhere;position:relative;min-height:1.6em}
td::before{content:attr(data-label);position:absolute;left:12px;color:var(--dim);font-size:.85rem}
td:empty{display:none}td[colspan]{padding-left:12px}td[colspan]::before{content:none}}
)";

}  // namespace lastgood
