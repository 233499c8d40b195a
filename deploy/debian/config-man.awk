#!/usr/bin/awk -f
# Writes lastgood.yaml(5) from docs/configuration.md: a table's row becomes a term with its explanation.
#   awk -v version=0.1.0 -f deploy/debian/config-man.awk docs/configuration.md

# Text in which roff sees nothing of its own; links become their words.
function plain(text) {
  gsub(/\\/, "\\e", text)
  gsub(/-/, "\\-", text)
  while (match(text, /\[[^\]]*\]\([^)]*\)/)) {
    link = substr(text, RSTART, RLENGTH)
    text = substr(text, 1, RSTART - 1) substr(link, 2, index(link, "](") - 2) substr(text, RSTART + RLENGTH)
  }
  while (match(text, /`[^`]*`|\*\*[^*]*\*\*/)) {
    mark = substr(text, RSTART, 1) == "`" ? 1 : 2
    text = substr(text, 1, RSTART - 1) "\\fB" substr(text, RSTART + mark, RLENGTH - 2 * mark) "\\fR" \
      substr(text, RSTART + RLENGTH)
  }
  if (text ~ /^[.']/) text = "\\&" text
  return text
}

function trimmed(text) {
  gsub(/^ +| +$/, "", text)
  return text
}

# The last column explains; one between says the default.
function row(line,    cells, count, about) {
  count = split(line, cells, / *\| */)
  about = plain(trimmed(cells[count - 1]))
  if (count == 5 && trimmed(cells[3]) != "") about = "(" plain(trimmed(cells[3])) ") " about
  if (about == "") about = "\\&"
  printf ".TP\n%s\n%s\n", plain(trimmed(cells[2])), about
}

BEGIN {
  printf ".TH LASTGOOD.YAML 5 \"\" \"lastgood %s\" \"File Formats\"\n", version
  print ".SH NAME\nlastgood.yaml \\- what lastgood reads and how it judges\n.SH DESCRIPTION"
  fresh = 1
}
NR == 1 { next }
/^## / { print ".SH " toupper(plain(substr($0, 4))); fresh = 1; next }
/^\|-/ { heading = ""; table = 1; next }
/^\|/ && !table { heading = $0; next }
/^\|/ { row($0); next }
/^$/ { table = 0; gap = 1; next }
/^- / { printf ".IP \\(bu 2\n%s\n", plain(substr($0, 3)); gap = 0; fresh = 0; next }
{
  if (gap && !fresh) print ".PP"
  gap = 0
  fresh = 0
  print plain(trimmed($0))
}
END { print ".SH SEE ALSO\n.BR lastgood (1)" }
