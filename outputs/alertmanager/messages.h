// What a notification says, as Go templates that Alertmanager 0.25 and later run: what, where, since when,
// the worst first, how many more, and where to read on. Short enough for a phone and for every receiver's
// limit. Each ends without a line break, so that it can be a mail's subject. Pure.
#pragma once

#include <string>

#include "rules/settings.h"

namespace lastgood::alertmanager {

struct Messages {
  std::string title, slack_color, slack_text, telegram, text;
};

// Calls of the templates in TemplateFile: {{ template "lastgood.title" . }}
Messages TemplateCalls();
// The templates themselves, for objects that cannot bring a file along.
Messages InlineMessages(const GeneratorSettings& settings);

// templates/lastgood.tmpl
std::string TemplateFile(const GeneratorSettings& settings);

}  // namespace lastgood::alertmanager
