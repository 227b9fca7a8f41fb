#include <sovrisk/json/write.hpp>
#include <sovrisk/report/questions.hpp>

namespace sovrisk::report {

namespace {

void strings(json::Writer& out, std::string_view key, const std::vector<std::string>& all) {
  out.key(key).begin_array();
  for (const std::string& one : all) out.value(one);
  out.end_array();
}

}  // namespace

std::string questions_json(const analysis::Questions& all) {
  json::Writer out(2);
  out.begin_object().member("profile", all.profile);
  strings(out, "packs", all.packs);
  out.key("questions").begin_array();
  for (const analysis::Question& q : all.questions) {
    out.begin_object().member("pointer", q.pointer);
    if (!q.element.empty()) out.member("element", q.element);
    out.member("question", q.kind.description).member("type", q.kind.name());
    if (!q.kind.allowed.empty()) strings(out, "allowed", q.kind.allowed);
    out.member("may_turn", q.may_turn).member("narrows", q.narrows);
    strings(out, "criteria", q.criteria);
    strings(out, "asks", q.asks);
    out.end_object();
  }
  out.end_array();
  strings(out, "context", all.of_context);
  out.end_object();
  return out.take() + "\n";
}

}  // namespace sovrisk::report
