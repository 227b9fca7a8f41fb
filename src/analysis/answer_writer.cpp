#include "answer_writer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <sovrisk/assess/sources.hpp>
#include <sovrisk/criteria/patch.hpp>
#include <sovrisk/json/pointer.hpp>
#include <sovrisk/json/write.hpp>

namespace sovrisk::analysis {

using json::Value;

namespace {

// Where `complete` names a list: its index there. All lists are named by the empty pointer.
std::optional<std::size_t> named_complete(const json::Document& profile, std::string_view pointer) {
  const Value* complete = profile.at("/complete");
  if (complete == nullptr || !complete->is_array()) return std::nullopt;
  for (std::size_t i = 0; i < complete->items().size(); ++i) {
    const Value& v = complete->items()[i];
    if (v.is_string() && (v.as_string().empty() || v.as_string() == pointer)) return i;
  }
  return std::nullopt;
}

}  // namespace

void AnswerWriter::write(const Understood& answer) {
  std::string at = answer.pointer;
  bool same = false;
  const bool written = answer.kind.answer == Answer::complete ? write_complete(answer)
                                                              : write_value(answer, at, same);
  if (!written) return;
  cite(at, answer.source, same);
  answered.push_back({answer.pointer, at, answer.place});
}

void AnswerWriter::problem(json::Severity severity, std::string code, std::string message,
                           const Understood& answer, std::string hint) {
  problems.push_back({.severity = severity,
                      .code = std::move(code),
                      .message = std::move(message),
                      .place = answer.place,
                      .related = {},
                      .hint = std::move(hint)});
}

void AnswerWriter::differs(const Understood& answer, const Value& stated, const std::string& at,
                           const std::string& words) {
  if (replace_) {
    problem(json::Severity::warning, "questionnaire/replaced",
            fmt::format("{}: the answer replaces what the profile states, {}",
                        json::visible(answer.pointer), words),
            answer);
  } else {
    problem(
        json::Severity::error, "questionnaire/differs",
        fmt::format("{}: the profile states otherwise, {}", json::visible(answer.pointer), words),
        answer, "--replace writes the answer in its place");
  }
  const auto ids = assess::sources_of(profile_, at);
  std::string where = "stated here";
  if (!ids.empty()) where += fmt::format(", by {}", fmt::join(ids, ", "));
  problems.back().related.push_back({json::visible(where), profile_.place(stated, at)});
}

bool AnswerWriter::write_value(const Understood& answer, std::string& at, bool& same) {
  json::Document changed = profile_;
  auto made = criteria::change(changed, criteria::Change::set, answer.pointer, answer.value);
  if (!made) {
    problem(json::Severity::error, "questionnaire/place", made.error().front().message, answer);
    return false;
  }
  at = *made;
  if (const Value* stated = profile_.at(at)) {
    const Against how = against(*stated, answer.value, answer.kind, at, codes_of_);
    same = how == Against::same;
    if (how == Against::differs) differs(answer, *stated, at, json::write(*stated));
  }
  if (!same) profile_ = std::move(changed);
  return true;
}

bool AnswerWriter::write_complete(const Understood& answer) {
  return answer.value.as_bool() ? close(answer) : open(answer);
}

// A list that has no more than it states; an open one is named in `complete` too.
bool AnswerWriter::close(const Understood& answer) {
  const json::Builder make = profile_.builder();
  const Value* stated = profile_.at(answer.pointer);
  const Value* known = stated != nullptr ? stated->find("at_least") : nullptr;
  bool done = true;
  if (known != nullptr) done = profile_.set(answer.pointer, Value(*known));
  if (stated == nullptr) done = profile_.set(answer.pointer, make.array({}));
  const bool top = answer.pointer.find('/', 1) == std::string::npos;
  if (done && top && !named_complete(profile_, answer.pointer)) {
    if (profile_.at("/complete") == nullptr) done = profile_.set("/complete", make.array({}));
    done = done && profile_.set("/complete/-", make.string(answer.pointer));
  }
  if (!done) {
    problem(json::Severity::error, "questionnaire/place", "something else stands in the way",
            answer);
  }
  return done;
}

// That there may be more is nothing new, but where the profile states that there is not.
bool AnswerWriter::open(const Understood& answer) {
  const auto index = named_complete(profile_, answer.pointer);
  if (!index) return false;
  const std::string at = json::child("/complete", *index);
  const Value stated = *profile_.at(at);
  differs(answer, stated, at, "that the list is complete");
  if (stated.as_string().empty()) {
    problem(json::Severity::error, "questionnaire/place",
            "the empty pointer in /complete closes every list: name the lists that it stands for",
            answer);
    return false;
  }
  return profile_.remove(at);
}

// The object around a fact names its sources; that of the profile itself has no such place.
void AnswerWriter::cite(const std::string& at, const SourceKey& key, bool beside_others) {
  const std::size_t slash = at.rfind('/');
  const std::string around = at.substr(0, slash);
  const Value* object = profile_.at(around);
  if (around.empty() || object == nullptr || !object->is_object()) return;
  const json::Builder make = profile_.builder();
  std::vector<Value> ids;
  if (beside_others) {
    for (const std::string& id : assess::sources_of(profile_, at)) ids.push_back(make.string(id));
  }
  ids.push_back(make.string(source_id(key)));
  const Value list = make.array(ids);
  const std::string sources = around + "/sources";
  if (const Value* stated = profile_.at(sources); stated != nullptr && stated->is_array()) {
    const json::Member rest{"*", {}, *stated};
    profile_.set(sources, make.object({&rest, 1}));
  }
  profile_.set(sources + at.substr(slash), list);
}

std::string AnswerWriter::source_id(const SourceKey& key) {
  if (const auto known = sources_.find(key); known != sources_.end()) return known->second;
  const json::Builder make = profile_.builder();
  std::string id = "questionnaire";
  for (int n = 2; is_source(id); ++n) id = fmt::format("questionnaire-{}", n);
  std::vector<json::Member> members = {{"id", {}, make.string(id)},
                                       {"title", {}, make.string(std::get<0>(key))},
                                       {"kind", {}, make.string(std::get<3>(key))}};
  if (!std::get<1>(key).empty()) members.push_back({"url", {}, make.string(std::get<1>(key))});
  if (!std::get<2>(key).empty()) {
    members.push_back({"published", {}, make.string(std::get<2>(key))});
  }
  if (profile_.at("/sources") == nullptr) profile_.set("/sources", make.array({}));
  profile_.set("/sources/-", make.object(members));
  return sources_.emplace(key, id).first->second;
}

bool AnswerWriter::is_source(const std::string& id) const {
  const Value* sources = profile_.at("/sources");
  if (sources == nullptr || !sources->is_array()) return false;
  return std::ranges::any_of(sources->items(), [&](const Value& v) {
    const Value* own = v.find("id");
    return own != nullptr && own->is_string() && own->as_string() == id;
  });
}

}  // namespace sovrisk::analysis
