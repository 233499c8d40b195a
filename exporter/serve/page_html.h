// The pieces that pages are made of. Pure; what came from outside is escaped here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/assess.h"

namespace lastgood {

// Everything up to <body>, which it opens. `style` is added to the common one; a page that `refreshes` is
// loaded anew every minute, where no script does better.
std::string HeadHtml(std::string_view title, std::string_view style = "", bool refreshes = false);
// Escaped, and cut at 1,000 bytes.
std::string Html(std::string_view text);
// A moment as people read it ("3h ago"), with the exact time on hover and for machines.
std::string TimeHtml(const std::optional<Time>& time, Time now, std::string_view absent);
// The level as a word with its colour.
std::string Badge(Level level);
// A command as something to copy, advice as something to read.
std::string TodoHtml(const std::string& todo);
// All that was found about a thing, as paragraphs; "good" where nothing was.
std::string FindingsHtml(const Row& row, Time now);
// The same in two lines where they fit: the worst with its reason and what to do, of the others only what
// they are.
std::string BriefHtml(const Row& row, Time now);
// "shop/carts", the namespace dimmed.
std::string NameHtml(const ObjectKey& key);
// What opens and closes on a click; nothing where there is nothing in it.
std::string Folded(std::string_view summary, const std::string& content, bool open = false);

}  // namespace lastgood
