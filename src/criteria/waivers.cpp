#include <fmt/format.h>

#include <sovrisk/criteria/waivers.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::criteria {

bool Waiver::is_for(std::string_view profile, std::string_view as_of,
                    std::string_view pack_id) const {
  return provider == profile && pack == pack_id && as_of.starts_with(snapshot);
}

json::Result<std::vector<Waiver>> read_waivers(const json::Document& document) {
  std::vector<Waiver> all;
  json::Diagnostics problems;
  const json::Value* list = document.at("/waivers");
  if (list == nullptr || !list->is_array()) return all;
  for (std::size_t i = 0; i < list->items().size(); ++i) {
    const json::Value& v = list->items()[i];
    const std::string at = json::child("/waivers", i);
    const auto text = [&](std::string_view key) {
      const json::Value* member = v.find(key);
      return member != nullptr && member->is_string() ? std::string(member->as_string())
                                                      : std::string();
    };
    const auto day = [&](std::string_view key) {
      const auto parsed = catalog::parse_date(text(key));
      if (!parsed) {
        problems.push_back(
            {.severity = json::Severity::error,
             .code = "waivers/date",
             .message = fmt::format("{} is no day of the calendar", json::visible(text(key))),
             .place = document.place(json::child(at, key)),
             .related = {},
             .hint = {}});
      }
      return parsed.value_or(catalog::Day{});
    };
    Waiver w;
    w.provider = text("provider");
    if (const std::size_t mark = w.provider.find('@'); mark != std::string::npos) {
      w.snapshot = w.provider.substr(mark + 1);
      w.provider.resize(mark);
    }
    w.pack = text("pack");
    w.criterion = text("criterion");
    w.reason = text("reason");
    w.approved_by = text("approved_by");
    w.approved = text("approved");
    w.expires = text("expires");
    const std::size_t before = problems.size();
    w.from = day("approved");
    w.through = day("expires");
    w.place = document.place(at);
    if (problems.size() == before && w.through < w.from) {
      problems.push_back({.severity = json::Severity::error,
                          .code = "waivers/date",
                          .message = "it expires before it is approved",
                          .place = document.place(json::child(at, "expires")),
                          .related = {},
                          .hint = {}});
    }
    all.push_back(std::move(w));
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return all;
}

}  // namespace sovrisk::criteria
