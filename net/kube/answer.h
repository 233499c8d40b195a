// What an API server's answer other than a list means: its status, and the Status object that explains it.
// Pure.
#pragma once

#include <string>

#include "net/http/http.h"
#include "net/objects/reading.h"

namespace lastgood {

// "backups.postgresql.cnpg.io".
std::string FullName(const Resource& resource);

// True when the server does not know the resource (404, in one of the ways in which API servers say so).
bool SaysAbsent(const HttpResponse& response);

// No answer came at all: asking for anything else is of no use.
bool IsUnreachable(const Error& error);

// For a status other than 200. `scope` is the namespace, "" for all. A 403 names the rule to add.
Error ErrorFromAnswer(const HttpResponse& response, const Resource& resource, const std::string& scope,
                      std::string_view verb = "list");

}  // namespace lastgood
