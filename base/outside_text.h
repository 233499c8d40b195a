// What others wrote (servers, proxies, objects of a cluster), made fit for a page, a log or a report: without
// secrets, called what it is, cut where it says least. Pure; any bytes are allowed.
#pragma once

#include <string>
#include <string_view>

namespace lastgood {

// Without user and password of URLs, their queries (which may be signed), values of keys such as password=
// and token=, what follows Bearer or Basic, web tokens and private keys.
std::string WithoutSecrets(std::string_view text);

// At most `limit` bytes of it, cut in the middle at UTF-8 boundaries: the beginning says what it is about,
// and the end what was wrong.
std::string CutMiddle(std::string_view text, std::size_t limit);

// For a message: without secrets, and then cut.
std::string FromOutside(std::string_view text, std::size_t limit = 400);

// An HTML page, which is a proxy's or a login's where something else was due.
bool IsHtmlPage(std::string_view body);

// An answer that was not understood: 'an HTML page ("Sign in")', "nothing", or its text in quotes.
std::string BodyInWords(std::string_view body, std::size_t limit = 200);

// A JSON document with the characters escaped that would change how the text around them is shown: DEL, C1,
// marks of direction, line and paragraph separators.
std::string EscapeUnseen(std::string_view json);

}  // namespace lastgood
