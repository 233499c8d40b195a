#include "collectors/opensearch/walk.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "base/time.h"
#include "net/objects/object.h"

namespace lastgood::opensearch {
namespace {

namespace ondemand = simdjson::ondemand;

Error Broken(simdjson::error_code error) {
  const bool cut = error == simdjson::INCOMPLETE_ARRAY_OR_OBJECT || error == simdjson::UNCLOSED_STRING ||
                   error == simdjson::EMPTY;
  return {cut ? ErrorCode::kTruncated : ErrorCode::kMalformed,
          fmt::format("not valid JSON: {}", simdjson::error_message(error))};
}

#define LASTGOOD_TRY_WALK(expression)                                                                   \
  do {                                                                                                  \
    if (const simdjson::error_code code = (expression); code != simdjson::SUCCESS) return Broken(code); \
  } while (false)

class Walk {
 public:
  explicit Walk(const SnapshotVisitor& visitor) : visitor_(visitor) {}

  Result<SnapshotDocument> Run(std::string_view json) {
    const simdjson::padded_string_view view(json.data(), json.size(), json.size() + kTextPadding);
    ondemand::parser parser;
    ondemand::document document;
    ondemand::object root;
    LASTGOOD_TRY_WALK(parser.iterate(view).get(document));
    const auto no_object = document.get_object().get(root);
    if (no_object == simdjson::INCORRECT_TYPE)
      return Error{ErrorCode::kMalformed, fmt::format("expected an object, found {}", Cut(json, 40))};
    LASTGOOD_TRY_WALK(no_object);
    LASTGOOD_RETURN_IF_ERROR(Object(root, &Walk::RootMember));
    return result_;
  }

 private:
  using OnMember = Status (Walk::*)(std::string_view key, ondemand::value value);

  Status Object(ondemand::object& object, OnMember on_member) {
    for (auto entry : object) {
      ondemand::field field;
      std::string_view key;
      LASTGOOD_TRY_WALK(std::move(entry).get(field));
      LASTGOOD_TRY_WALK(field.unescaped_key().get(key));
      LASTGOOD_RETURN_IF_ERROR((this->*on_member)(key, field.value()));
    }
    return Ok();
  }

  // The members of a value that should be an object.
  Status Members(ondemand::value value, OnMember on_member) {
    ondemand::object object;
    LASTGOOD_TRY_WALK(value.get_object().get(object));
    return Object(object, on_member);
  }

  Status RootMember(std::string_view key, ondemand::value value) {
    if (key == "snapshots") return Snapshots(value);
    if (key == "indices") result_.has_indices = true;
    if (key == "indices" && visitor_.reference) return Members(value, &Walk::Index);
    if (key == "responses") return Responses(value);
    if (key == "cluster_id") return Text(value, result_.cluster);
    return Ok();
  }

  Status Snapshots(ondemand::value value) {
    ondemand::array snapshots;
    LASTGOOD_TRY_WALK(value.get_array().get(snapshots));
    result_.has_snapshots = true;
    for (auto entry : snapshots) {
      ondemand::value snapshot;
      std::string_view text;
      LASTGOOD_TRY_WALK(std::move(entry).get(snapshot));
      LASTGOOD_TRY_WALK(simdjson::to_json_string(snapshot).get(text));
      LASTGOOD_RETURN_IF_ERROR(visitor_.snapshot(text));
    }
    return Ok();
  }

  Status Responses(ondemand::value value) {
    ondemand::array responses;
    LASTGOOD_TRY_WALK(value.get_array().get(responses));
    for (auto entry : responses) {
      ondemand::value response;
      LASTGOOD_TRY_WALK(std::move(entry).get(response));
      LASTGOOD_RETURN_IF_ERROR(Members(response, &Walk::ResponseMember));
    }
    return Ok();
  }

  Status ResponseMember(std::string_view key, ondemand::value value) {
    if (key == "snapshots") return Snapshots(value);
    if (key != "error") return Ok();
    std::string_view text;
    LASTGOOD_TRY_WALK(simdjson::to_json_string(value).get(text));
    result_.error = Cut(text, 300);
    return Ok();
  }

  Status Index(std::string_view key, ondemand::value value) {
    index_ = key;
    return Members(value, &Walk::IndexMember);
  }

  Status IndexMember(std::string_view key, ondemand::value value) {
    if (key != "snapshots") return Ok();
    ondemand::array snapshots;
    LASTGOOD_TRY_WALK(value.get_array().get(snapshots));
    for (auto entry : snapshots) {
      ondemand::value snapshot;
      LASTGOOD_TRY_WALK(std::move(entry).get(snapshot));
      LASTGOOD_RETURN_IF_ERROR(Reference(snapshot));
    }
    return Ok();
  }

  // A uuid; the oldest repositories have {"name": ..., "uuid": ...} in its place.
  Status Reference(ondemand::value value) {
    ondemand::json_type type{};
    LASTGOOD_TRY_WALK(value.type().get(type));
    std::string_view uuid;
    if (type == ondemand::json_type::object) {
      LASTGOOD_TRY_WALK(value["uuid"].get_string().get(uuid));
    } else {
      LASTGOOD_TRY_WALK(value.get_string().get(uuid));
    }
    visitor_.reference(index_, uuid);
    return Ok();
  }

  static Status Text(ondemand::value value, std::string& into) {
    std::string_view text;
    LASTGOOD_TRY_WALK(value.get_string().get(text));
    into = Cut(text, 100);
    return Ok();
  }

  const SnapshotVisitor& visitor_;
  SnapshotDocument result_;
  std::string index_;
};

}  // namespace

Result<SnapshotDocument> WalkSnapshots(std::string_view json, const SnapshotVisitor& visitor) {
  return Walk(visitor).Run(json);
}

}  // namespace lastgood::opensearch
