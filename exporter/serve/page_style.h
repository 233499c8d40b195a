// The status page's style sheet: light and dark by the reader's setting, narrow for phones, plain on paper.
#pragma once

#include <string_view>

namespace lastgood {

inline constexpr std::string_view kPageStyle = R"(
:root{color-scheme:light dark;--bg:#f7f8fa;--card:#fff;--fg:#171a1f;--dim:#565d68;--line:#e1e5ea;--link:#2354c0;--code:#eef1f5;
--good:#17713e;--notice:#205ea6;--unknown:#5a3da3;--warning:#855600;--critical:#b02217}
@media(prefers-color-scheme:dark){:root{--bg:#0f1216;--card:#171b21;--fg:#e8ebef;--dim:#9ca5b1;--line:#2a313a;--link:#82aaff;--code:#20262e;
--good:#6dd29a;--notice:#7db8f5;--unknown:#bba6ff;--warning:#f0bb5c;--critical:#ff8b7f}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:15px/1.45 system-ui,"Segoe UI",Roboto,sans-serif}
header,main,footer{max-width:1200px;margin:0 auto;padding:0 20px}
header{padding-top:20px}h1{font-size:1.8rem;line-height:1.15;letter-spacing:-.01em;margin:0}
.sub,footer{color:var(--dim)}.sub{margin:6px 0 0}footer{padding:24px 20px 40px}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:2px}
.chip,.name{text-decoration:none}.name:hover,.lines .name{text-decoration:underline}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.bar{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:8px;align-items:center;padding:12px 0;background:var(--bg);border-bottom:1px solid var(--line)}
.chip{display:inline-flex;gap:8px;align-items:center;padding:5px 12px;border:1px solid var(--line);border-radius:99px;background:var(--card);font-weight:600;white-space:nowrap}
.chip .dot{width:9px;height:9px;border-radius:50%;background:currentColor}.chip.on{border-color:currentColor;box-shadow:inset 0 0 0 1px}
.chip.critical,.badge.critical{color:var(--critical)}.chip.warning,.badge.warning{color:var(--warning)}
.chip.unknown,.badge.unknown{color:var(--unknown)}.chip.good,.badge.good{color:var(--good)}.badge.notice{color:var(--notice)}
input,select,button{font:inherit;padding:5px 10px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--fg);max-width:200px}
input{flex:1 1 140px;min-width:120px;max-width:none}
h2{font-size:.85rem;text-transform:uppercase;letter-spacing:.06em;color:var(--dim);margin:24px 0 8px}
ul{list-style:none;margin:0;padding:0}
.list,details,.scroll{background:var(--card);border:1px solid var(--line);border-radius:10px}
.row{display:grid;grid-template-columns:minmax(200px,3fr) 120px minmax(280px,7fr);gap:4px 18px;padding:11px 16px 11px 12px;border-left:4px solid var(--good)}
.row+.row{border-top:1px solid var(--line)}.row:first-child{border-top-left-radius:9px}.row:last-child{border-bottom-left-radius:9px}
.row.critical{border-left-color:var(--critical)}.row.warning{border-left-color:var(--warning)}.row.unknown{border-left-color:var(--unknown)}
.chips{display:flex;flex-wrap:wrap;gap:8px}a.name{color:inherit}nav{color:var(--dim);margin-bottom:10px}
.story h1 .badge{vertical-align:middle}.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:1px;margin:12px 0 0;background:var(--card);border:1px solid var(--line);border-radius:10px;overflow:hidden}
.grid div{box-shadow:0 0 0 1px var(--line);padding:10px 14px}.grid .wide{grid-column:span 2}dt{color:var(--dim);font-size:.83rem}dd{margin:0;overflow-wrap:anywhere}dd small{display:block}
.runs{margin:6px 0 10px}.strip{display:flex;gap:3px;height:28px;list-style:none;margin:0 0 4px;padding:0}
.run{width:9px;border-radius:2px;background:var(--good)}.run.failed{background:var(--critical)}.run.partial{background:var(--warning)}
.run.missed{background:none;border:1px dashed var(--warning)}.run span{position:absolute;left:-9999px}
.list.row{display:block;margin-top:14px}.list.lines{padding:8px 16px}
.name{font-weight:650;overflow-wrap:break-word}.name span{color:var(--dim);font-weight:400}
.kind,.why,small,.none{color:var(--dim)}.kind,.why,small{font-size:.87rem}
.age{font-weight:650;font-variant-numeric:tabular-nums}.age .none,.age .kind{font-weight:400}
.finding{margin:0 0 6px}.finding:last-child{margin:0}
.critical .finding b{color:var(--critical)}.warning .finding b{color:var(--warning)}.unknown .finding b{color:var(--unknown)}
.also{font-size:.87rem;color:var(--dim)}.critical .also b,.warning .also b,.unknown .also b{font-weight:600}
.todo{font-size:.87rem}.todo::before{content:"\2192  "}
code{font:.83rem/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--code);padding:1px 6px;border-radius:5px;overflow-wrap:anywhere}
details{margin-top:10px;overflow-x:auto}summary{padding:10px 16px;cursor:pointer;font-weight:600}
.lines{padding:0 16px 12px}.lines li{padding:2px 0;color:var(--dim)}.lines b{color:var(--fg)}.one{white-space:nowrap}
.pages{margin:12px 0}
table{width:100%;border-collapse:collapse;border-top:1px solid var(--line)}
th,td{text-align:left;vertical-align:top;padding:7px 10px;border-bottom:1px solid var(--line);overflow-wrap:break-word}
th{color:var(--dim);font-weight:600;font-size:.83rem}tr:last-child td{border-bottom:0}
td time,.badge{white-space:nowrap}td[data-label=State]{min-width:240px}
.badge{display:inline-block;padding:0 8px;border:1px solid currentColor;border-radius:10px;font-size:.8rem;font-weight:600}
.gauge{height:9px;min-width:120px;border-radius:5px;overflow:hidden;background:var(--code)}
.gauge div{height:100%}.gauge .good{background:var(--good)}.gauge .warning{background:var(--warning)}.gauge .critical{background:var(--critical)}
@media(max-width:760px){.grid .wide{grid-column:auto}h1{font-size:1.4rem}header,main,footer{padding-left:12px;padding-right:12px}
.bar{position:static}.row{grid-template-columns:1fr auto}.state{grid-column:1/-1}
thead{position:absolute;left:-9999px}table,tbody,tr,td{display:block}tr{border-bottom:1px solid var(--line);padding:6px 0}
td,td[data-label]{border:0;min-width:0;padding:2px 12px 2px 116px;position:relative;min-height:1.5em;overflow-wrap:anywhere}
td::before{content:attr(data-label);position:absolute;left:12px;color:var(--dim);font-size:.83rem}
td:empty{display:none}td[colspan]{padding-left:12px}td[colspan]::before{content:none}}
@media print{.bar,footer{display:none}body{background:#fff}.row{break-inside:avoid}}
)";

}  // namespace lastgood
