#include "exporter/serve/documents.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <fmt/format.h>

#include <cstdlib>
#include <memory>

#include "exporter/generate/generate.h"
#include "exporter/serve/page_html.h"

namespace lastgood {
namespace {

constexpr std::string_view kRunbooks = "/runbooks/";

constexpr std::string_view kDocumentStyle = R"(
main{max-width:900px}nav{padding:14px 0}h1{margin:8px 0 12px}h3{font-size:.98rem;margin:20px 0 6px}
pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:10px 12px;overflow-x:auto}
code{font:13px/1.45 ui-monospace,monospace}p code,li code,td code,.language-sh{overflow-wrap:anywhere}.language-sh{white-space:pre-wrap}
@media(max-width:760px){td{padding-left:12px}}
)";

struct Free {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(char* text) const { std::free(text); }
};

// HTML in it is left out: cmark renders none unless it is told to.
std::string MarkdownToHtml(const std::string& markdown) {
  static const bool kTablesAreKnown = (cmark_gfm_core_extensions_ensure_registered(), true);
  static_cast<void>(kTablesAreKnown);
  const std::unique_ptr<cmark_parser, Free> parser(cmark_parser_new(CMARK_OPT_DEFAULT));
  cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension("table"));
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  const std::unique_ptr<cmark_node, Free> document(cmark_parser_finish(parser.get()));
  const std::unique_ptr<char, Free> html(
      cmark_render_html(document.get(), CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser.get())));
  return html.get();
}

// "/runbooks/BackupStale.md" by the name under which it is written, "docs/runbooks/BackupStale.md".
std::map<std::string, std::string> Written(const GeneratorSettings& settings) {
  constexpr std::string_view kFolder = "docs";
  std::map<std::string, std::string> texts;
  for (auto& [file, text] : Generate(kFolder, settings))
    texts.emplace(file.substr(kFolder.size()), std::move(text));
  return texts;
}

std::string Title(std::string_view markdown) {
  const std::string_view line = markdown.substr(0, markdown.find('\n'));
  return std::string(line.substr(std::min(line.find_first_not_of("# "), line.size())));
}

std::string WholePage(const std::string& markdown, std::string_view root) {
  return fmt::format(
      "{0}<main><nav><a href=\"{1}\">status</a> &middot; <a href=\"{1}runbooks/\">runbooks</a> &middot; <a "
      "href=\"{1}alerts.md\">alerts</a> &middot; <a href=\"{1}metrics.md\">metrics</a></nav>{2}</main></body>"
      "</html>\n",
      HeadHtml(Title(markdown), kDocumentStyle), root, MarkdownToHtml(markdown));
}

}  // namespace

std::optional<std::string> Documents::Page(std::string_view path) const {
  std::call_once(written_, [this] {
    texts_ = Written(settings_);
    GeneratorSettings every;
    every.names = settings_.names;
    texts_.merge(Written(every));
  });
  std::string name(path == kRunbooks ? "/runbooks/README" : path);
  if (!name.ends_with(".md")) name += ".md";
  const auto found = texts_.find(name);
  if (found == texts_.end()) return std::nullopt;
  return WholePage(found->second, path.starts_with(kRunbooks) ? "../" : "./");
}

}  // namespace lastgood
